using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Yaml;

/// <summary>Texts that were made to keep the compiler busy.</summary>
public sealed class BoundsTests
{
    /// <summary>A second; several where the coverage of lines is counted.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static TheoryData<string, string> Bombs => new()
    {
        { "aliases of aliases", string.Concat(Enumerable.Range(0, 60).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(i == 0 ? "x" : $"*a{i - 1}", 9))}]\n")) },
        { "deep brackets", "image: " + new string('[', 250_000) },
        { "deep mappings", string.Concat(Enumerable.Range(0, 400).Select(i => new string(' ', i) + "a:\n")) },
        { "twenty-five thousand keys", string.Concat(Enumerable.Range(0, 25_000).Select(i => $"k{i}: 1\n")) },
        { "one key again and again", string.Concat(Enumerable.Repeat("variant: X\n", 20_000)) },
        { "a long list", $"variant: X\nobjective: {{ scores: [{string.Join(", ", Enumerable.Repeat("x", 60_000))}] }}" },
        { "a long word", "variant: " + new string('X', 260_000) },
        { "a long key", new string('k', 260_000) + ": 1" },
        { "a grid of grids", "grid: G\nvariants: [base]\nseeds: [0]\ndata: d\nproduct:\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"  training.adam.beta{i}: [{string.Join(", ", Enumerable.Repeat("0.5", 2_000))}]\n")) },
        { "too long by far", new string('#', 50_000_000) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_a_problem_within_a_second_and_200_MB(string name, string text)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var begin = ProcessorTime.OfThisThread;
        var problems = SpecSet.Read([("x.yaml", text), ("base.yaml", Samples.Base)]).Problems;
        var (bytes, time) = (GC.GetAllocatedBytesForCurrentThread() - allocated, ProcessorTime.OfThisThread - begin);
        Assert.NotEmpty(problems);
        Assert.True(bytes < 200_000_000, $"{name}: {bytes / 1e6:0} MB");
        Assert.True(time < Limit, $"{name}: {time.TotalSeconds:0.0} s");
    }

    [Fact]
    public void Sixty_generations_over_a_fault_are_quick()
    {
        var begin = ProcessorTime.OfThisThread;
        var files = Enumerable.Range(0, 60).Select(i => ($"v{i}.yaml", $"variant: V{i}\nextends: {(i == 0 ? "base" : $"v{i - 1}")}\n{(i == 0 ? "encoder: { head: ~ }" : "")}"));
        var problems = SpecSet.Read([("base.yaml", Samples.Base), .. files]).Problems;
        Assert.Equal("v0.yaml", Assert.Single(problems).Problem.File);
        var time = ProcessorTime.OfThisThread - begin;
        Assert.True(time < Limit, $"{time.TotalSeconds:0.0} s"); // twice as long with each generation, once
    }
}
