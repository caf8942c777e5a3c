using BigBiGan.Dsl.Replicas;

namespace BigBiGan.Dsl.Tests.Replicas;

internal static class Seats
{
    /// <summary>Runs every seat on a thread of its own and rethrows the first failure.</summary>
    public static void Together(LocalReplicas all, Action<Collective> run)
    {
        var failures = new Exception?[all.Seats.Count];
        var threads = all.Seats.Select(seat => new Thread(() =>
        {
            try
            {
                run(seat);
            }
            catch (Exception problem)
            {
                failures[seat.Rank] = problem;
                all.Fail(problem);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "a replica still waits"));
        Assert.All(failures, Assert.Null);
    }
}
