using System.Runtime.InteropServices;

namespace BigBiGan.Cli.Runs;

/// <summary>Ctrl-C and TERM ask for an end after the step under way; a second Ctrl-C ends at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private volatile string? _lastWords;
    private int _interrupts;

    public StopSignals() => _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Ask))];

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
            return;
        }

        // At a terminal Ctrl-C reaches a grid's cells by itself, and a TERM from `grid run` with it: both ask for the same.
        context.Cancel = context.Signal == PosixSignal.SIGTERM || Interlocked.Increment(ref _interrupts) == 1;
        _stop.Cancel();
    }
}
