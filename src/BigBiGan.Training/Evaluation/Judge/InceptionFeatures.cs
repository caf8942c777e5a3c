using BigBiGan.Dsl.Native;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Inception;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Judge;

/// <summary>The features with which FID is calculated, and the classes with which the Inception Score is.</summary>
internal sealed class InceptionFeatures : ISampleJudge
{
    /// <summary>Images of one forward: an image of 147 px in 64 channels is 5.5 MB.</summary>
    private const int Batch = 32;

    private const int Colours = 3;

    private readonly InceptionKind _kind;
    private readonly InceptionResizer _resizer;
    private readonly InceptionNetwork _network;
    private readonly Device _device;

    /// <param name="weights">Owned from here on.</param>
    /// <param name="published">Whether they are the weights whose numbers have a name.</param>
    internal InceptionFeatures(InceptionWeights weights, InceptionResizer resizer, Device device, bool published)
    {
        (_kind, _resizer, _network, _device) = (weights.Kind, resizer, new InceptionNetwork(weights), device);
        Name = $"{_kind.Name}-{weights.Checksum[..8]}, {resizer.Name}";
        (DistanceName, ScoreName) = published ? (resizer.DistanceName, resizer.ScoreName) : (null, null);
        Caution = published
            ? null
            : $"the weights of {_kind.Name} are not the file {InceptionKind.Graph2015.Files}, byte for byte: "
                + $"no number of theirs is called {resizer.DistanceName}";
    }

    public string Name { get; }

    public int FeatureSize => InceptionPlan.Features;

    public bool KnowsClasses => true;

    public string? DistanceName { get; }

    public string? ScoreName { get; }

    public string? Caution { get; }

    /// <param name="path">Of the weights, <c>.pth</c> or <c>.safetensors</c>.</param>
    /// <exception cref="RunException">There is no such file, or it holds other weights.</exception>
    public static InceptionFeatures Read(string path, InceptionResizer resizer, Device device)
    {
        var weights = InceptionWeights.Read(path, device);
        return new InceptionFeatures(weights, resizer, device, weights.IsPublished);
    }

    /// <summary>[N, C, H, W] in [-1, 1] -> [N, 2048]</summary>
    public Tensor Features(Tensor images)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var first = 0L; first < images.size(0); first += Batch)
        {
            using var part = NewDisposeScope();
            var few = images.narrow(0, first, Math.Min(Batch, images.size(0) - first));
            parts.Add(_network.Features(Read(few)).MoveToOuterDisposeScope());
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    public Tensor Probabilities(Tensor features)
    {
        using var noGradient = no_grad();
        using var scores = _network.Scores(features);
        return scores.softmax(1);
    }

    public void Dispose() => _network.Dispose();

    /// <summary>
    /// As the network reads them. First they are bytes, as in the picture files that other tools read, and grey images have three equal colours.
    /// </summary>
    private Tensor Read(Tensor images)
    {
        var bytes = images.to(_device).to(float32).Add(1).Mul(127.5).round().Clamp(0, 255);
        var resized = _resizer.Resize(bytes);
        var colours = resized.size(1) == Colours ? resized : resized.expand(-1, Colours, -1, -1);
        return colours.Add(-_kind.Middle).Div(_kind.Middle);
    }
}
