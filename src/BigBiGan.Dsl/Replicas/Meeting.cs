using System.Diagnostics;

namespace BigBiGan.Dsl.Replicas;

/// <summary>
/// Where threads wait for each other, again and again. They meet some eighty times in a step: a thread first looks around for about as long as the
/// system needs to wake one that sleeps, then lets whoever else wants its core go first, and sleeps only where that takes long too.
/// </summary>
internal sealed class Meeting(int count)
{
    private static readonly long Awake = Stopwatch.Frequency / 5000; // 0.2 ms
    private static readonly long Yielding = Stopwatch.Frequency / 500; // 2 ms

    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim[] _doors = [new(false, 0), new(false, 0)];
    private int _arrived;
    private int _number;
    private volatile bool _isOver;

    /// <summary>Waits for all others.</summary>
    /// <returns>False where there will be no meeting any more.</returns>
    public bool Wait()
    {
        var number = Volatile.Read(ref _number);
        var door = _doors[number & 1];
        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            if (++_arrived == count)
            {
                _arrived = 0;
                _doors[(number + 1) & 1].Reset(); // the next one's: everybody left it before coming here
                Volatile.Write(ref _number, number + 1);
                door.Set();
                return true;
            }
        }

        var since = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _number) == number && !_isOver)
        {
            var waited = Stopwatch.GetTimestamp() - since;
            if (waited < Awake)
            {
                Thread.SpinWait(16);
            }
            else if (waited < Yielding)
            {
                Thread.Yield();
            }
            else
            {
                door.Wait();
                break;
            }
        }

        return !_isOver || Volatile.Read(ref _number) != number;
    }

    /// <summary>Nobody waits any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Array.ForEach(_doors, door => door.Set());
        }
    }
}
