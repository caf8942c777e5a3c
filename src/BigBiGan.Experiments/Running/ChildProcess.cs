using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace BigBiGan.Experiments.Running;

/// <summary>A process whose output goes to a file, and which can be asked to end after the step under way.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private const int Terminate = 15; // SIGTERM

    private readonly Process _process;
    private readonly FileStream _output;
    private readonly Lock _writing = new();

    /// <param name="outputFile">Is appended to: earlier tries stay readable.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The system starts no process.</exception>
    public ChildProcess(ProcessStartInfo start, string outputFile)
    {
        _output = new FileStream(outputFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            LastError = line.Data ?? LastError;
            Write(line.Data);
        };
        try
        {
            _process.Start();
        }
        catch
        {
            Dispose();
            throw;
        }

        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The last line on its standard error: why it failed, where it did.</summary>
    public string? LastError { get; private set; }

    /// <summary>Its exit code, once all that it said was read.</summary>
    public async Task<int> End()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    public void AskToEnd()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Terminate);
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        lock (_writing)
        {
            _output.Dispose();
        }
    }

    /// <summary>Lines come on threads of the pool, where an exception would end the whole program: a full disk costs the line, and no cell.</summary>
    private void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_writing)
        {
            try
            {
                _output.Seek(0, SeekOrigin.End); // another `grid run` may have written, too
                _output.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }
            // out of range is .NET's word for EFBIG: the file may not become larger
            catch (Exception problem) when (problem is IOException or ArgumentOutOfRangeException or ObjectDisposedException)
            {
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
