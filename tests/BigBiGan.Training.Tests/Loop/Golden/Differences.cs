using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>Largest differences by name, over the larger of 1e-2 and the expected tensor's range.</summary>
internal sealed class Differences
{
    private readonly List<(string Name, double Value)> _all = [];

    public void Add(string name, Tensor expected, Tensor found)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        Assert.Equal(expected.numel(), found.numel());
        var reference = expected.to(ScalarType.Float64);
        var range = Math.Max(1e-2, reference.abs().max().item<double>());
        _all.Add((name, (found.detach().to(ScalarType.Float64).view(reference.shape) - reference).abs().max().item<double>() / range));
    }

    /// <summary>Checks some by another measure, leaves them out of what follows, and says how many they are.</summary>
    public int Remove(Predicate<string> which, double tolerance)
    {
        var removed = _all.Where(entry => which(entry.Name)).ToArray();
        Check(removed, tolerance);
        return _all.RemoveAll(entry => which(entry.Name));
    }

    public void Keep(Predicate<string> which) => _all.RemoveAll(entry => !which(entry.Name));

    public void Check(double tolerance) => Check(_all, tolerance);

    private static void Check(IReadOnlyCollection<(string Name, double Value)> entries, double tolerance)
    {
        Assert.NotEmpty(entries);
        var far = entries.Where(entry => !(entry.Value <= tolerance)).OrderByDescending(entry => entry.Value).Select(entry => $"{entry.Name} {entry.Value:g3}").ToArray();
        Assert.True(far.Length == 0, $"{far.Length} of {entries.Count} are off by more than {tolerance:g1}: {string.Join(", ", far.Take(40))}");
    }
}
