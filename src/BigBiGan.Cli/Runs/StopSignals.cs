using System.Runtime.InteropServices;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Cli.Runs;

/// <summary>
/// Signals that ask for an end after the step under way: Ctrl-C, TERM, HUP of a closed terminal, and USR1, USR2 and XCPU, with which
/// schedulers warn of a job's end. A second Ctrl-C ends at once. A signal that was ignored when the program began stays so (nohup).
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    // numbers of Linux
    private static readonly PosixSignal[] Schedulers = [(PosixSignal)10, (PosixSignal)12, (PosixSignal)24];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private readonly Action<int>? _leave;
    private volatile string? _lastWords;
    private int _interrupts;

    /// <param name="leave">Tells others with an exit code that this process ends at once; null where there are none.</param>
    public StopSignals(Action<int>? leave = null)
    {
        _leave = leave;
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, .. OperatingSystem.IsLinux() ? Schedulers : []];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Ask))];
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>From here on a signal ends the process, with a line.</summary>
    public void EndAtOnce(string lastWords) => _lastWords = lastWords;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        if (_lastWords is { } line)
        {
            Console.Error.WriteLine($"bigbigan: {line}");
            _leave?.Invoke(ExitCode.Interrupted);
            End(ExitCode.Interrupted);
        }

        // At a terminal Ctrl-C reaches a grid's cells by itself, and a TERM from `grid run` with it: both ask for the same.
        context.Cancel = context.Signal != PosixSignal.SIGINT || Interlocked.Increment(ref _interrupts) == 1;
        _stop.Cancel();
    }

    // without libtorch's own tidying up, which a thread that still calculates does not survive
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void End(int code);
}
