using BigBiGan.Dsl.Native;

namespace BigBiGan.Dsl.Replicas.Mpi;

/// <summary>Which card of its host a rank takes: the one of its own number there. It sees no other, so that <c>cuda</c> is that card everywhere.</summary>
internal static class RankCard
{
    private const string Visible = "CUDA_VISIBLE_DEVICES";

    /// <summary>To be called before the first call of CUDA, which reads the variable.</summary>
    public static void Choose()
    {
        if (MpiLauncher.LocalRank is { } rank)
        {
            var card = Of(Environment.GetEnvironmentVariable(Visible), rank);
            GlibcSettings.SetEnvironment(Visible, card, overwrite: 1);
            Environment.SetEnvironmentVariable(Visible, card); // for those that this process starts, which prove its kernels
        }
    }

    /// <param name="visible">What the process was given; null where nothing was said, and all cards are seen.</param>
    /// <param name="rank">Among the ranks of the host.</param>
    /// <returns>Empty where there are fewer cards than ranks.</returns>
    public static string Of(string? visible, int rank)
    {
        if (visible is null)
        {
            return FormattableString.Invariant($"{rank}");
        }

        var cards = visible.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return cards.Length == 1 ? cards[0] : cards.ElementAtOrDefault(rank) ?? ""; // a launcher that gives each rank its own card shows it no other
    }
}
