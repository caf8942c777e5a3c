using System.Diagnostics;
using BigBiGan.Benchmarks.Floor;
using BigBiGan.Benchmarks.Plain;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Benchmarks;

/// <summary>The contenders for one subject, timed in alternation.</summary>
internal static class Comparison
{
    public static IReadOnlyList<string> Contenders { get; } = ["plain", "ours", "ours, bfloat16", "floor", "floor, bfloat16"];

    /// <summary>Median seconds of a step, by contender.</summary>
    public static Dictionary<string, double> Time(Subject subject, int batch, int rounds, IReadOnlyCollection<string> names, Action<int> progress)
    {
        using var model = subject.Float32(CPU, 0);
        using var images = new FixedImages(model, batch);
        var contenders = names.Select(name => Make(name, subject, batch, images)).ToList();
        var seconds = names.ToDictionary(name => name, _ => new List<double>());
        for (var round = -1; round < rounds; round++) // the first is for warmth
        {
            progress(round);
            foreach (var contender in contenders)
            {
                var clock = Stopwatch.StartNew();
                contender.Step();
                if (round >= 0)
                {
                    seconds[contender.Name].Add(clock.Elapsed.TotalSeconds);
                }
            }
        }

        foreach (var contender in contenders)
        {
            contender.Dispose();
        }

        return seconds.ToDictionary(entry => entry.Key, entry => Statistics.Median(entry.Value));
    }

    public static IContender Make(string name, Subject subject, int batch, IBatchSource images) => name switch
    {
        "plain" => new PlainStep(subject, images),
        "ours" => new CompiledStep(name, subject.Float32(CPU, 0), images),
        "ours, bfloat16" => new CompiledStep(name, subject.BFloat16(CPU, 0), images),
        "floor" => new KernelStep(subject, batch, float32),
        "floor, bfloat16" => new KernelStep(subject, batch, bfloat16),
        _ => throw new ArgumentException($"There is no contender '{name}'; expected {string.Join("; ", Contenders)}.", nameof(name)),
    };
}
