namespace BigBiGan.Experiments.Queues;

/// <summary>Why Slurm lets a job wait, in a few more words than its own.</summary>
internal static class WaitingReason
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["Resources"] = "no node is free for it yet",
        ["Priority"] = "others come first",
        ["JobArrayTaskLimit"] = "as many run as the profile's `limit` allows",
        ["BeginTime"] = "it was queued again, and its time has not come",
        ["Dependency"] = "it waits for other jobs",
        ["JobHeldUser"] = "it is held; scontrol release lets it go",
        ["JobHeldAdmin"] = "it is held by the cluster's people",
        ["PartitionTimeLimit"] = "the profile's `time` is longer than the partition allows: it will never run",
        ["PartitionNodeLimit"] = "the partition has no such nodes: it will never run",
        ["BadConstraints"] = "no node is what the profile asks for: it will never run",
        ["PartitionDown"] = "the partition is down",
        ["ReqNodeNotAvail"] = "the nodes that it needs are down or reserved",
    };

    /// <summary>Slurm's word, explained where people need it.</summary>
    public static string Of(string reason) =>
        Words.TryGetValue(reason.Split(',', '(')[0].Trim(), out var words) ? $"{reason}: {words}" : reason;
}
