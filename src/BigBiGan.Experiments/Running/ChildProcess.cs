using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BigBiGan.Experiments.Running;

/// <summary>A process whose output goes to a file, and which can be asked to end after the step under way.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int Terminate = 15; // SIGTERM

    private readonly Process process;
    private readonly StreamWriter output;
    private readonly Lock writing = new();

    /// <param name="outputFile">Is appended to: earlier tries stay readable.</param>
    public ChildProcess(ProcessStartInfo start, string outputFile)
    {
        output = new StreamWriter(outputFile, append: true) { AutoFlush = true };
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public async Task<int> End()
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    public void AskToEnd()
    {
        if (!process.HasExited)
        {
            _ = Signal(process.Id, Terminate);
        }
    }

    public void Dispose()
    {
        process.Dispose();
        lock (writing)
        {
            output.Dispose();
        }
    }

    private void Write(string? line)
    {
        if (line is not null)
        {
            lock (writing)
            {
                output.WriteLine(line);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
