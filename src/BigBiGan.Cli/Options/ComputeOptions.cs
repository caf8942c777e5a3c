using System.CommandLine;
using BigBiGan.Dsl.Native;

namespace BigBiGan.Cli.Options;

/// <summary>
/// The options about how tensors are calculated, a row each. Every command that makes networks has all of them, and a command that starts
/// other processes of this program hands all of them on.
/// </summary>
internal static class ComputeOptions
{
    private static readonly Option<int?> Threads = NumberOption.Between(
        "--threads", 1, 1024,
        "Threads of one tensor operation; results repeat bit for bit at a fixed number. "
        + "[default: the run's; for a new run 1 where the networks are small, else the cores]");

    private static readonly Option<string> Device = new("--device")
    {
        Description = "Where tensors live.",
        HelpName = "cpu|cuda",
        DefaultValueFactory = _ => "cpu",
    };

    private static readonly Option<string?> LibTorch = new("--libtorch")
    {
        Description = "A folder of libtorch to use in place of the program's own, such as torch/lib of an installed PyTorch. [default: BIGBIGAN_LIBTORCH]",
        HelpName = "DIR",
    };

    private static readonly OptionRows Rows = new(
        (Threads, arguments => arguments.GetValue(Threads)),
        (Device, arguments => arguments.GetValue(Device)),
        (LibTorch, arguments => arguments.GetValue(LibTorch) is { } folder ? Path.GetFullPath(folder) : null));

    /// <summary>In the order of help.</summary>
    public static IReadOnlyList<Option> All => Rows.All;

    /// <summary>What was asked for.</summary>
    public static Compute Of(ParseResult arguments) => new(arguments.GetValue(Device)!, arguments.GetValue(Threads));

    /// <summary>Before a command begins: libtorch is loaded once in a process, and by whoever asks first.</summary>
    public static void ChooseLibTorch(ParseResult arguments)
    {
        if (arguments.CommandResult.Command.Options.Contains(LibTorch) && arguments.GetValue(LibTorch) is { } folder)
        {
            TorchRuntime.Choose(folder);
        }
    }

    /// <inheritdoc cref="OptionRows.Forwarded"/>
    public static IReadOnlyList<string> Forwarded(ParseResult arguments) => Rows.Forwarded(arguments);

    /// <summary>For the list of a command's options.</summary>
    public static void Add(this Command command, IReadOnlyList<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }
}

/// <summary>How tensors are calculated.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>, as it was typed.</param>
/// <param name="Threads">Of one tensor operation; null where nobody asked for a number.</param>
internal sealed record Compute(string Device, int? Threads);
