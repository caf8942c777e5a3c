using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Evaluation.Metrics;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class FeatureClassifierTests : IDisposable
{
    private static readonly ImageSet Few = DataSource.Load("fashion-mini", 32, 1).Train.Part(0, 64);

    private readonly TemporaryFolder _cache = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Its_features_tell_garments_from_noise()
    {
        var data = DataSource.Load("fashion-mini", 32, 1);
        using var judge = FeatureClassifier.LoadOrTrain(data.Train.Part(0, 400), cacheFolder: _cache.Path);
        using var scope = NewDisposeScope();
        var half = judge.Features(data.Test.ToTensor(0, 250));
        var other = judge.Features(data.Test.ToTensor(250, 250));
        var noisy = judge.Features(data.Test.ToTensor(250, 250) + (0.2 * randn(250, 1, 32, 32, generator: new Generator(1))));
        Assert.Equal([250L, 128], half.shape);
        var floor = FrechetDistance.Between(half, other);
        Assert.True(FrechetDistance.Between(half, noisy) > 5 * floor, $"floor {floor}");

        var guesses = judge.Probabilities(other).argmax(1).data<long>().ToArray();
        var accuracy = guesses.Zip(data.Test.Labels.Skip(250)).Count(p => p.First == p.Second) / 250.0;
        Assert.InRange(accuracy, 0.65, 1);
    }

    [Fact]
    public void A_second_start_reads_the_first_ones_weights()
    {
        var first = Load(out var features);
        var steps = 0;
        using var second = FeatureClassifier.LoadOrTrain(Few, progress: (_, _) => steps++, cacheFolder: _cache.Path);
        using var again = second.Features(Few.ToTensor(0, 5));
        Assert.Equal(first, second.Name);
        Assert.Equal(features, again.data<float>().ToArray());
        Assert.Single(Directory.GetFiles(_cache.Path));
        Assert.Equal(0, steps);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped bit")]
    [InlineData("empty")]
    [InlineData("garbage")]
    public void A_damaged_file_is_trained_again_with_one_warning(string damage)
    {
        var name = Load(out var features);
        var file = Directory.GetFiles(_cache.Path).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[^1000] ^= 4;
        File.WriteAllBytes(file, damage switch
        {
            "cut" => bytes[..(bytes.Length / 2)],
            "flipped bit" => bytes,
            "empty" => [],
            _ => [.. Enumerable.Repeat((byte)'x', 500)],
        });

        Assert.Equal(name, Load(out var again));
        Assert.Equal(features, again);
        Assert.Contains(file, Assert.Single(_warnings));
        Assert.EndsWith("the classifier is trained again", _warnings[0]);
        Load(out _);
        Assert.Single(_warnings);
    }

    [Fact]
    public void Other_images_have_a_classifier_of_their_own()
    {
        var name = Load(out _);
        using var other = FeatureClassifier.LoadOrTrain(Few.Part(0, 60), cacheFolder: _cache.Path);
        Assert.NotEqual(name, other.Name);
        Assert.Equal(2, Directory.GetFiles(_cache.Path).Length);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_costs_a_warning_only()
    {
        var occupied = _cache["file"];
        File.WriteAllText(occupied, "");
        using var judge = FeatureClassifier.LoadOrTrain(Few.Part(0, 10), warn: _warnings.Add, cacheFolder: occupied);
        Assert.Contains("cannot be kept", Assert.Single(_warnings));
    }

    [Fact]
    public void Without_classes_it_learns_quarter_turns()
    {
        var single = new ImageSet("set", "train", 32, 1, [.. Enumerable.Range(0, 16).SelectMany(i => Few.Image(i).ToArray())], new int[16], ["all"]);
        using var judge = FeatureClassifier.LoadOrTrain(single, cacheFolder: _cache.Path);
        Assert.False(judge.KnowsClasses);
        Assert.StartsWith("turns-2-", judge.Name);
        using var features = judge.Features(single.ToTensor(0, 3));
        using var probabilities = judge.Probabilities(features);
        Assert.Equal([3L, 4], probabilities.shape);
    }

    [Theory]
    [InlineData(2000, 625)]
    [InlineData(60_000, 2812)]
    [InlineData(1_281_167, 20_018)]
    [InlineData(3, 10)]
    public void Small_sets_are_seen_more_often(int images, int steps) => Assert.Equal(steps, FeatureClassifier.Steps(images));

    private string Load(out float[] features)
    {
        using var judge = FeatureClassifier.LoadOrTrain(Few, warn: _warnings.Add, cacheFolder: _cache.Path);
        using var values = judge.Features(Few.ToTensor(0, 5));
        features = values.data<float>().ToArray();
        return judge.Name;
    }
}
