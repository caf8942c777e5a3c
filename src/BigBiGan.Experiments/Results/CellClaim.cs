using BigBiGan.Training.Errors;

namespace BigBiGan.Experiments.Results;

/// <summary>
/// A cell in this process's hands, on a file system that any number of hosts share: a lease that is renewed until it is disposed, or
/// until another process found it silent and took the cell over.
/// </summary>
public sealed class CellClaim : IDisposable
{
    /// <summary>Between two renewals.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly int _number;
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private ClaimHolder _holder;

    private CellClaim(string folder, int number, ClaimHolder holder, TimeSpan interval)
    {
        (_folder, _number, _holder) = (folder, number, holder);
        _timer = new Timer(_ => Renew(), null, interval, interval);
    }

    /// <summary>Cancelled where another process has taken the cell over: this one was silent for too long, and is to end.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes a cell that nobody has; null where somebody has it, or was quicker.</summary>
    /// <exception cref="IOException">The claim cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The claim may not be written.</exception>
    public static CellClaim? TryTake(string folder) => TryTake(folder, Interval);

    internal static CellClaim? TryTake(string folder, TimeSpan interval)
    {
        var newest = ClaimFile.Newest(folder);
        var holder = ClaimHolder.This();
        return newest.IsFree && ClaimFile.Make(folder, newest.Number + 1, holder) ? new CellClaim(folder, newest.Number + 1, holder, interval) : null;
    }

    /// <exception cref="RunException">Another process has taken the cell over.</exception>
    public void Check()
    {
        if (ClaimFile.IsOutdone(_folder, _number))
        {
            throw new RunException($"{_folder} was taken over by {ClaimFile.Newest(_folder).Holder}: this process had not renewed its claim for too long");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_holder.Released)
            {
                return;
            }

            _timer.Dispose();
            _holder = _holder with { Released = true };
            Write();
            _lost.Dispose();
        }
    }

    private void Renew()
    {
        lock (_gate)
        {
            if (_holder.Released)
            {
                return;
            }

            if (ClaimFile.IsOutdone(_folder, _number))
            {
                _lost.Cancel();
                return;
            }

            _holder = _holder with { Beat = _holder.Beat + 1 };
            Write();
        }
    }

    /// <summary>A renewal that fails is followed by others; what cannot be released is found silent, or its process gone.</summary>
    private void Write()
    {
        try
        {
            ClaimFile.Renew(_folder, _number, _holder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
        }
    }
}
