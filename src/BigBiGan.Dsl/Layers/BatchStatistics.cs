using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>Batch norm's statistics: the batch's own in training, the running ones in evaluation.</summary>
public abstract class BatchStatistics : Network
{
    private protected readonly Tensor running_mean; // [channels]
    private protected readonly Tensor running_var; // [channels]
    private readonly double _epsilon;

    private protected BatchStatistics(string name, int channels, double epsilon)
        : base(name)
    {
        _epsilon = epsilon;
        running_mean = RegisterBuffer(nameof(running_mean), zeros(channels));
        running_var = RegisterBuffer(nameof(running_var), ones(channels));
    }

    /// <summary>The new batch's share in the running statistics, 0.1 by default. At 1 they are those of the batch alone.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>The running statistics, which evaluation normalises by. [channels] each</summary>
    public (Tensor Mean, Tensor Variance) Running => (running_mean, running_var);

    /// <summary>Those that a training batch is shared with, so that its statistics are of all their parts together; null where it is whole.</summary>
    public Collective? Replicas { get; set; }

    /// <summary>scale norm(x) + shift with numbers of each image, in the fewest passes. [N, C, H, W], [N, C] twice</summary>
    /// <returns>Null where the batch is not shared, or its numbers do not lie as those passes want them.</returns>
    internal Tensor? NormaliseEach(Tensor x, Tensor scale, Tensor shift, bool rectified) => InRows(x, scale, shift, rectified, Shared(Momentum));

    private protected Tensor Normalise(Tensor x, Parameter? weight, Parameter? bias, bool rectified) => Normalise(x, weight, bias, rectified, Momentum);

    /// <summary>Each half of a training batch by its own statistics; the running ones move by <see cref="Momentum"/> towards the mean of both.</summary>
    private protected Tensor NormaliseHalves(Tensor x)
    {
        var (size, half) = (x.size(0), x.size(0) / 2);

        // Two updates of unequal share, so that both halves count m / 2 in the end: (1 - m / 2) m / (2 - m) = m / 2.
        using var first = x.narrow(0, 0, half);
        using var second = x.narrow(0, half, size - half);
        using var firstNormed = Normalise(first, null, null, rectified: false, Momentum / (2 - Momentum));
        using var secondNormed = Normalise(second, null, null, rectified: false, Momentum / 2);
        return cat([firstNormed, secondNormed]);
    }

    /// <summary>s and t with norm(x) = s x + t in evaluation. [1, channels]</summary>
    private protected (Tensor Scale, Tensor Shift) EvaluationLine()
    {
        using var variance = running_var.Add(_epsilon);
        using var scale = variance.rsqrt();
        using var negative = running_mean.neg();
        using var shift = negative.mul(scale);
        return (scale.unsqueeze(0), shift.unsqueeze(0));
    }

    private Tensor Normalise(Tensor x, Parameter? weight, Parameter? bias, bool rectified, double momentum)
    {
        var shared = Shared(momentum);
        if (InRows(x, weight, bias, rectified, shared) is { } made)
        {
            return made;
        }

        var (mean, variance) = Moved();
        var normalised = shared is not null
            ? SyncBatchNorm.Apply(x, weight, bias, shared)
            : functional.batch_norm(x, mean, variance, weight, bias, training, momentum, _epsilon);
        return rectified ? normalised.relu_() : normalised;
    }

    private static Tensor? InRows(Tensor x, Tensor? weight, Tensor? bias, bool rectified, BatchNormSettings? shared) =>
        shared is not null && RowBatchNorm.Takes(x) ? RowBatchNorm.Apply(x, weight, bias, shared, rectified) : null;

    /// <summary>How a training batch is normalised together with others; null where it is whole.</summary>
    private BatchNormSettings? Shared(double momentum)
    {
        if (!training || Replicas is not { } replicas)
        {
            return null;
        }

        var (mean, variance) = Moved();
        return new BatchNormSettings(replicas, mean, variance, momentum, _epsilon);
    }

    /// <summary>The running statistics that a batch moves, or is normalised by in evaluation.</summary>
    private (Tensor Mean, Tensor Variance) Moved() => training && BatchMoments.Current is { } apart ? apart[this] : Running;
}
