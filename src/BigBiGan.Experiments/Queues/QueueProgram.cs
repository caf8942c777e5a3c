using System.ComponentModel;
using System.Diagnostics;
using BigBiGan.Training.Errors;

namespace BigBiGan.Experiments.Queues;

/// <summary>A program of the cluster, run to its end.</summary>
internal static class QueueProgram
{
    /// <returns>Exit code and what it said, without the last line end.</returns>
    /// <exception cref="RunException">There is no such program here.</exception>
    public static (int Code, string Out, string Error) Ask(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.TrimEnd(), error.Result.TrimEnd());
        }
        catch (Win32Exception)
        {
            throw new RunException($"{program} cannot be started here; expected the cluster's programs on the PATH of this machine");
        }
    }

    /// <summary>What it said on standard output.</summary>
    /// <exception cref="RunException">It failed, or is not here.</exception>
    public static string Run(string program, params IReadOnlyList<string> arguments)
    {
        var (code, output, error) = Ask(program, arguments);
        return code == 0 ? output : throw new RunException($"{program} ended with {code}: {(error.Length > 0 ? error : output).Split('\n')[^1]}");
    }
}
