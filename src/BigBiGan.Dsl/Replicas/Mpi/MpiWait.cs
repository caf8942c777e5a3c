using System.Diagnostics;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>How a rank waits for the others: by asking again and again, so that a watch beside it can end it where what it waits for never comes.</summary>
internal static class MpiWait
{
    private static readonly long Awake = Stopwatch.Frequency / 5000; // 0.2 ms: about as long as the system needs to wake a thread
    private static readonly long Eager = Stopwatch.Frequency / 20; // 50 ms

    /// <exception cref="ReplicaException">The library has failed, and the watch has not ended the process in good time.</exception>
    public static void Until(Func<bool> question)
    {
        var since = Stopwatch.GetTimestamp();
        while (!Ask(question))
        {
            var waited = Stopwatch.GetTimestamp() - since;
            if (waited < Awake)
            {
                Thread.SpinWait(16);
            }
            else
            {
                Thread.Sleep(waited < Eager ? 0 : 1);
            }
        }
    }

    /// <inheritdoc cref="Until"/>
    public static bool Ask(Func<bool> question)
    {
        try
        {
            return question();
        }
        catch (ReplicaException)
        {
            Thread.Sleep(RankWatch.Silence + RankWatch.Grace); // the watch names the rank before
            throw;
        }
    }
}
