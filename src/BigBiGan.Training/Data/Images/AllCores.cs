using System.Runtime.ExceptionServices;

namespace BigBiGan.Training.Data.Images;

/// <summary>Work on many images by as many threads as there are cores, or by fewer.</summary>
internal static class AllCores
{
    /// <summary>Calls an action for 0 to count - 1, in any order. Of several failures one is thrown, as it is.</summary>
    /// <param name="most">Threads; null for as many as there are cores.</param>
    public static void Each(int count, Action<int> action, int? most = null)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = most ?? -1 }, action);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }
    }
}
