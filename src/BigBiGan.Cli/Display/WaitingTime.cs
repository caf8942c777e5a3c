using BigBiGan.Training.Loop;

namespace BigBiGan.Cli.Display;

/// <summary>The share of a sitting's training time that went by waiting for images.</summary>
internal sealed class WaitingTime
{
    /// <summary>From here on a person is told what to do about it.</summary>
    private const double Much = 0.1;

    /// <summary>Of training before anything is said, since the first images are always waited for.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private double? _last;
    private double _seconds;
    private double _waited;

    /// <summary>What to do about it; null where waiting takes little.</summary>
    public string? Advice => _seconds >= Least.TotalSeconds && _waited > Much * _seconds
        ? FormattableString.Invariant(
            $"{100 * _waited / _seconds:0} % of the time is waited for images: more --workers, a larger --cache or a pack may help (`bigbigan data pack`)")
        : null;

    public void See(StepRecord record)
    {
        if (_last is { } last)
        {
            _seconds += record.Seconds - last;
            _waited += (record.Waited ?? 0) * (record.Seconds - last);
        }

        _last = record.Seconds;
    }
}
