using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BigBiGan.Cli.Tests.Harness;

/// <summary>The real command, as a process of its own.</summary>
internal static partial class Bigbigan
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int User1 = 10;
    public const int Terminate = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The program in the command's own output folder, of the configuration that these tests were built in.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "src", "BigBiGan.Cli", "bin", Repository.Configuration, "net10.0", "bigbigan.dll");

    public static Answer Run(params string[] arguments) => RunIn(Workplace.Folder, arguments);

    public static Answer RunIn(string folder, params string[] arguments) => Finish(Start("dotnet", folder, [Program, .. arguments]));

    /// <summary>Runs a line of bash in which <c>bigbigan</c> is the command.</summary>
    public static Answer Bash(string line) =>
        Finish(Start("bash", Workplace.Folder, ["-c", $"bigbigan() {{ dotnet '{Program}' \"$@\"; }}; {line}"]));

    /// <summary>Runs until standard error has a line that starts so, then sends a signal and waits for the end.</summary>
    public static Answer Interrupted(int signal, string after, params string[] arguments)
    {
        // a shell that runs these tests in the background may have them inherit an ignored signal
        using var process = Start("env", Workplace.Folder, ["--default-signal=INT,HUP", "dotnet", Program, .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = new List<string>();
        while (process.StandardError.ReadLine() is { } line)
        {
            error.Add(line);
            if (line.StartsWith(after, StringComparison.Ordinal))
            {
                Assert.Equal(0, SendSignal(process.Id, signal));
                break;
            }
        }

        error.AddRange(process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        process.WaitForExit();
        return new Answer(process.ExitCode, output.Result, string.Join("\n", error));
    }

    /// <summary>Runs in a group of its own until something is true, then sends a signal to the whole group, as Ctrl-C at a terminal does.</summary>
    public static Answer InterruptedGroup(int signal, Func<bool> when, params string[] arguments)
    {
        var process = Start("setsid", Workplace.Folder, ["env", "--default-signal=INT", "dotnet", Program, .. arguments]);
        Assert.True(SpinWait.SpinUntil(when, Limit), "the moment to interrupt never came");
        Assert.Equal(0, SendSignal(-process.Id, signal));
        return Finish(process);
    }

    public static Process Start(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_CACHE_HOME"] = Workplace.Cache;

        // the JIT's work is a third of a process that ends after two seconds, and less without them
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (name, value) in Language.Settings)
        {
            start.Environment[name] = value;
        }

        // what `dotnet test` sets for itself would reach a `dotnet build` below
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || Language.Unset.Contains(k)).ToList())
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }

    public static Answer Finish(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"no end within {Limit}: {output.Result}\n{error.Result}");
            }

            return new Answer(process.ExitCode, output.Result, error.Result);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
