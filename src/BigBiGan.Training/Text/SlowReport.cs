using System.Diagnostics;

namespace BigBiGan.Training.Text;

/// <summary>Progress of work that may take long: nothing within two seconds, then a report about once a second. For any number of threads.</summary>
/// <param name="report">Receives (done, total); null for nobody.</param>
internal sealed class SlowReport(Action<int, int>? report, int total)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _reporting = new();
    private TimeSpan _next = Quiet;
    private int _done;

    /// <summary>Counts one more.</summary>
    public void Done()
    {
        var done = Interlocked.Increment(ref _done);
        if (report is null || _clock.Elapsed < _next)
        {
            return;
        }

        lock (_reporting)
        {
            if (_clock.Elapsed >= _next)
            {
                report(done, total);
                _next = _clock.Elapsed + Pause;
            }
        }
    }
}
