using System.Diagnostics;

namespace BigBiGan.Experiments.Results;

/// <summary>
/// Finds out whether a process of another host, which nobody here can see, still lives: its claim is looked at until it moves, or
/// was silent for as long as this process watched, by its own clock. What a file's time or another host's clock says is not asked.
/// </summary>
/// <param name="patience">Silence after which a holder counts as dead.</param>
public sealed class ClaimWatch(TimeSpan patience)
{
    /// <summary>Nine renewals that did not come.</summary>
    public static readonly TimeSpan Patience = 9 * CellClaim.Interval;

    private readonly Dictionary<string, (ClaimFile Claim, Stopwatch Since)> _seen = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public ClaimWatch()
        : this(Patience)
    {
    }

    /// <summary>Looks for the first time: who does it early waits less.</summary>
    /// <param name="folder">Of a cell.</param>
    public void Note(string folder) => FirstLook(folder);

    /// <summary>
    /// Waits until it is known whether somebody has the cell. A claim that was silent is closed by one of a higher number, which is
    /// released: its process, should it wake up, finds that and ends.
    /// </summary>
    /// <returns>Whether the cell is free now.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    /// <exception cref="IOException">The claim cannot be written.</exception>
    public bool IsFree(string folder, CancellationToken stop = default)
    {
        var (seen, since) = FirstLook(folder);
        while (true)
        {
            var now = ClaimFile.Newest(folder);
            if (now.IsFree)
            {
                return true;
            }

            if (now.Holder?.IsHere == true || now.Number != seen.Number || now.Text != seen.Text)
            {
                return false;
            }

            if (since.Elapsed >= patience)
            {
                return ClaimFile.Make(folder, now.Number + 1, ClaimHolder.This() with { Released = true });
            }

            var wait = TimeSpan.FromTicks(Math.Min((patience / 30).Ticks, (patience - since.Elapsed).Ticks + 1));
            if (stop.WaitHandle.WaitOne(wait))
            {
                stop.ThrowIfCancellationRequested();
            }
        }
    }

    private (ClaimFile Claim, Stopwatch Since) FirstLook(string folder)
    {
        lock (_gate)
        {
            return _seen.TryGetValue(folder, out var look) ? look : _seen[folder] = (ClaimFile.Newest(folder), Stopwatch.StartNew());
        }
    }
}
