namespace BigBiGan.Training.Optimisers;

/// <summary>The part of a list that a replica changes, where replicas share weights.</summary>
internal static class Owned
{
    /// <param name="owned">Positions in the list; null for all.</param>
    public static T[] Of<T>(T[] all, IReadOnlyList<int>? owned) => owned is null ? all : [.. owned.Select(i => all[i])];
}
