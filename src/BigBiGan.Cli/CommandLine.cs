using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using BigBiGan.Cli.Commands;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Runs;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Data;
using BigBiGan.Training.Exports;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli;

/// <summary>The <c>bigbigan</c> command.</summary>
internal static class CommandLine
{
    private const string NoMemory = "there is not enough memory for this; take a smaller --batch or fewer images, or another machine";

    /// <summary>What libtorch says where an allocation fails, on the GPU, in its own allocator and in the C++ library.</summary>
    private static readonly string[] _nativeShortage = ["out of memory", "can't allocate memory", "not enough memory", "bad_alloc"];

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        Console.SetError(new LastingOutput(Console.Error));
        try
        {
            var root = Root();
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action?.ClearsParseErrors != true && ParseMistake.Of(parsed) is { } mistake)
            {
                throw new UserMistake(mistake);
            }

            // exceptions come through to the handlers below
            var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            KernelReport.Print();
            return code;
        }
        catch (Exception mistake) when (OneLine(mistake) is not null)
        {
            Console.Error.WriteLine($"bigbigan: {OneLine(mistake)}");
            return mistake is OperationCanceledException ? ExitCode.Interrupted : ExitCode.Mistake;
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine($"bigbigan: internal error, please report it with the lines below: {fault.Message.Split('\n')[0]}");
            Console.Error.WriteLine(fault);
            return ExitCode.Fault;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Compiles, trains, measures and compares BigBiGAN variants that are written as YAML specs.")
        {
            ListCommand.Create(),
            DescribeCommand.Create(),
            DiffCommand.Create(),
            CheckCommand.Create(),
            DoctorCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            SampleCommand.Create(),
            ReconstructCommand.Create(),
            EmbedCommand.Create(),
            ClusterCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            GridCommand.Create(),
        };
        HelpWithExamples.Install(root, "bigbigan train fashion --minutes 5");
        return root;
    }

    /// <summary>What the user can mend; null where the fault is ours.</summary>
    internal static string? OneLine(Exception exception) => exception switch
    {
        UserMistake or RunException or DataSourceException or ExportException or KernelException or OperationCanceledException => exception.Message.TrimEnd('.').ReplaceLineEndings(" "),
        // a missing assembly is a fault of the build
        FileLoadException or FileNotFoundException { FusionLog: not null } => null,
        IOException or UnauthorizedAccessException => exception.Message.TrimEnd('.'),
        OutOfMemoryException => NoMemory,
        ExternalException when _nativeShortage.Any(words => exception.Message.Contains(words, StringComparison.Ordinal)) => NoMemory,
        // work that several threads share, and first uses of a type, wrap what went wrong
        AggregateException or TypeInitializationException or TargetInvocationException when exception.InnerException is { } inner => OneLine(inner),
        _ => null,
    };
}
