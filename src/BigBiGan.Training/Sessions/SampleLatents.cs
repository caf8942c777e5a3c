using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Exports;
using static TorchSharp.torch;

namespace BigBiGan.Training.Sessions;

/// <summary>The latents from which samples are drawn: those of the seed, or those of a file.</summary>
/// <param name="generator">Draws them.</param>
/// <param name="file">Null where the seed gives the latents.</param>
/// <param name="label">The class of all samples of a variant with labels; null for those of the file or of the seed.</param>
public sealed class SampleLatents(EvaluationGenerator generator, LatentFile? file, Device device, int? label = null)
{
    /// <summary>How many a file gives; null where the seed gives as many as anyone asks for.</summary>
    public int? Given => (int?)file?.Latents.size(0);

    /// <summary>How many samples to draw: as many as are asked for, else all that a file gives, else as many as usual.</summary>
    /// <exception cref="RunException">The file has not so many.</exception>
    public int Count(int? asked, int usual) => asked > Given
        ? throw new RunException($"--count is {asked}, and the file of --latents has {Given}; expected at most as many")
        : asked ?? Given ?? usual;

    /// <summary>Whether the class of each is said.</summary>
    public bool HaveLabels => label is not null || file?.Labels is not null;

    /// <summary>For captions: the one class of all; empty where there is none.</summary>
    internal string OfClass(IReadOnlyList<string>? titles) => label is { } one ? $" ({ClassTitle.Row(one, titles)})" : "";

    /// <summary>Images of the latents from an index on, each of a variant with labels of its own class. [count, C, H, W]</summary>
    public Tensor Draw(int first, int count)
    {
        using var z = Latents(first, count);
        using var labels = Labels(first, count);
        return generator.Draw(z, labels);
    }

    /// <summary>Images of latents that were made from these. [N, C, H, W]</summary>
    /// <param name="z">[N, z]</param>
    /// <param name="labels">Null of a variant without labels. [N], int64</param>
    internal Tensor DrawFrom(Tensor z, Tensor? labels) => generator.Draw(z, labels);

    /// <summary>Images of the first latents, all of one class. [count, C, H, W]</summary>
    public Tensor DrawOfClass(int label, int count)
    {
        using var z = Latents(0, count);
        return generator.DrawOfClass(label, z);
    }

    /// <summary>[count, z]</summary>
    public Tensor Latents(int first, int count) => file is null ? generator.Latents(first, count) : Part(file.Latents, first, count);

    /// <summary>Null of a variant without labels. [count], int64</summary>
    public Tensor? Labels(int first, int count) => label is { } one
        ? tensor(Enumerable.Repeat((long)one, count).ToArray(), device: device)
        : file?.Labels is { } labels ? Part(labels, first, count) : generator.Labels(first, count);

    private Tensor Part(Tensor all, int first, int count)
    {
        using var part = all.narrow(0, first, count);
        return part.to(device, copy: true);
    }
}
