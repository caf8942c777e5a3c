using System.Diagnostics;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Optimisers;
using BigBiGan.Training.Weights.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Judge;

/// <summary>
/// A small network that learned the classes of the training set, or quarter turns where there is one class only: its 128
/// features and class probabilities judge samples of the same kind of images. Order, augmentation and initial weights come from
/// counters, so equal data gives an equal judge.
/// </summary>
public sealed class FeatureClassifier : ISampleJudge
{
    /// <summary>Goes up with every change of the network or its training.</summary>
    public const int Version = 2;

    private const int Seed = 0;
    private const int Batch = 64;
    private const double Rate = 4e-3;
    private const int FewestSteps = 10;
    private const int QuarterTurns = 4;

    private readonly ClassifierNetwork _network;
    private readonly Device _device;

    private FeatureClassifier(ClassifierNetwork network, bool knowsClasses, Device device)
    {
        _network = network;
        _device = device;
        KnowsClasses = knowsClasses;
        Name = $"{(knowsClasses ? "classes" : "turns")}-{Version}-{StateChecksum.Of(State(network))[..8]}";
    }

    /// <summary>The name in protocols: version and weights, as equal data gives other weights with another number of threads.</summary>
    public string Name { get; }

    /// <summary>128.</summary>
    public int FeatureSize => ClassifierNetwork.FeatureSize;

    /// <summary>False where it learned quarter turns.</summary>
    public bool KnowsClasses { get; }

    /// <summary>Null: a number of these features compares with itself alone.</summary>
    public string? DistanceName => null;

    /// <summary>Null.</summary>
    public string? ScoreName => null;

    /// <summary>Null.</summary>
    public string? Caution => null;

    /// <summary>Reads the classifier of these images from the cache, or trains it and leaves it there.</summary>
    /// <param name="warn">Receives a line when a cached file is damaged or cannot be written.</param>
    /// <param name="progress">Receives (step, steps) about once a second.</param>
    /// <param name="cacheFolder">Default <c>$XDG_CACHE_HOME/bigbigan/features</c>, or the same below <c>~/.cache</c>.</param>
    public static FeatureClassifier LoadOrTrain(
        ImageSet images, Device? device = null, Action<string>? warn = null, Action<int, int>? progress = null, string? cacheFolder = null)
    {
        var folder = cacheFolder ?? UserCache.Folder("features");
        var cache = new StateCache(
            folder is null ? null : Path.Combine(folder, $"classifier-{Version}-{images.Identity[..16]}.safetensors"), "classifier", "trained", warn);
        var network = new ClassifierNetwork(images.Size, images.Colours, HasClasses(images) ? images.ClassNames.Count : QuarterTurns, Seed);
        network.to(device ?? CPU);
        if (!cache.TryLoad(State(network)))
        {
            Train(network, images, device ?? CPU, progress);
            cache.Save(State(network), images.Identity);
        }

        network.eval();
        return new FeatureClassifier(network, HasClasses(images), device ?? CPU);
    }

    /// <summary>[N, C, H, W] in [-1, 1] -> [N, 128]</summary>
    public Tensor Features(Tensor images)
    {
        using var noGrad = no_grad();
        using var local = images.to(_device);
        return _network.Features(local);
    }

    /// <summary>Softmax of the class scores. [N, 128] -> [N, classes]</summary>
    public Tensor Probabilities(Tensor features)
    {
        using var noGrad = no_grad();
        using var logits = _network.Logits(features);
        return logits.softmax(1);
    }

    public void Dispose() => _network.Dispose();

    /// <summary>Twenty passes, but no more than 180,000 images unless one pass is more.</summary>
    internal static int Steps(int images) =>
        Math.Max(FewestSteps, (int)(Math.Max(images, Math.Min(20L * images, 180_000)) / Batch));

    private static bool HasClasses(ImageSet images) => images.ClassNames.Count > 1;

    private static (string Name, Tensor Tensor)[] State(nn.Module network) => [.. network.state_dict().Select(s => (s.Key, s.Value))];

    /// <summary>A quarter of the batch stays, the others are turned once, twice and three times (Gidaris et al., 2018).</summary>
    private static (Tensor Batch, long[] Turns) Turned(Tensor batch)
    {
        const int Each = Batch / QuarterTurns;
        var turned = Enumerable.Range(0, QuarterTurns).Select(turns => rot90(batch.narrow(0, turns * Each, Each), turns, (2, 3)));
        return (cat([.. turned]), [.. Enumerable.Range(0, Batch).Select(i => (long)(i / Each))]);
    }

    private static void Train(ClassifierNetwork network, ImageSet images, Device device, Action<int, int>? progress)
    {
        // No mirror: a digit's or a letter's class does not survive it.
        var reader = new BatchReader(images, Seed, new Augmentation(Flip: false, Shift: images.Size / 16));
        using var stream = reader.Stream(0, Batch, device);
        using var optimiser = new Adam(network, new AdamSettings(Rate, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8));
        var steps = Steps(images.Count);
        var clock = Stopwatch.StartNew();
        network.train();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            // Half a cosine, from the full rate to none.
            optimiser.Rate = Rate * (1 + Math.Cos(Math.PI * step / steps)) / 2;

            var (batch, targets) = HasClasses(images)
                ? (stream.Next(), [.. Enumerable.Range(step * Batch, Batch).Select(draw => (long)images.Labels[reader.ImageIndex(draw)])])
                : Turned(stream.Next());
            var logits = network.Logits(network.Features(batch.to(device)));
            var loss = nn.functional.cross_entropy(logits, tensor(targets, device: device));
            loss.backward();
            optimiser.Step(optimiser.Gradients());
            if (clock.ElapsedMilliseconds > 1000)
            {
                progress?.Invoke(step + 1, steps);
                clock.Restart();
            }
        }
    }
}
