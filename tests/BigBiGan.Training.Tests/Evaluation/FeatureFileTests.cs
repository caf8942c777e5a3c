using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Sampling;
using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

/// <summary>Features on disk, and the evaluation that was killed while it wrote them.</summary>
public sealed class FeatureFileTests : IDisposable
{
    private const int Rows = 23;
    private const int Size = 6;
    private const int Batch = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Tensor _images = new CounterRandom(1, "images").Normal(CPU, Rows, Size);
    private readonly List<int> _drawn = [];

    private string Features => _folder["run", "features"];

    public void Dispose()
    {
        _images.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rows_on_disk_are_those_in_memory_to_the_last_bit()
    {
        using var store = new FeatureStore(Features, CPU, mostInMemory: 0);
        using var memory = new FeatureStore(Features, CPU);
        using (var expected = Of(memory))
        {
            Assert.True(expected.IsInMemory);
            Assert.False(Directory.Exists(Features));
            using var rows = Of(store);
            Assert.False(rows.IsInMemory);
            Assert.Equal(Values(expected.Read(0, Rows)), Values(rows.Read(0, Rows)));
            Assert.Equal(Values(expected.Read(9, 5)), Values(rows.Read(9, 5)));
        }

        Assert.Single(Directory.GetFiles(Features));
        store.Discard();
        Assert.False(Directory.Exists(Features));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_killed_evaluation_goes_on_at_the_block_that_it_had_reached(int reached)
    {
        using (var killed = new FeatureStore(Features, CPU, mostInMemory: 0))
        {
            Assert.Throws<OperationCanceledException>(() => Of(killed, end: reached * Batch));
        }

        _drawn.Clear();
        using var store = new FeatureStore(Features, CPU, mostInMemory: 0);
        using var rows = Of(store);
        // the first batch tells how many features there are
        Assert.Equal([0, .. Enumerable.Range(0, 6).Select(block => block * Batch).Where(first => first >= Math.Max(reached * Batch, 1))], _drawn);
        Assert.Equal(Values(Doubled(_images)), Values(rows.Read(0, Rows)));
    }

    [Fact]
    public void A_block_that_was_damaged_is_calculated_again_with_all_after_it()
    {
        string file;
        using (var first = new FeatureStore(Features, CPU, mostInMemory: 0))
        {
            Of(first).Dispose();
            file = Directory.GetFiles(Features).Single();
        }

        var bytes = File.ReadAllBytes(file);
        bytes[4096 + (2 * Batch * Size * sizeof(float)) + 5] ^= 1; // of the third block
        File.WriteAllBytes(file, bytes);
        _drawn.Clear();
        using var store = new FeatureStore(Features, CPU, mostInMemory: 0);
        using var rows = Of(store);
        Assert.Equal([0, 8, 12, 16, 20], _drawn);
        Assert.Equal(Values(Doubled(_images)), Values(rows.Read(0, Rows)));
    }

    [Fact]
    public void Other_features_have_another_file_and_a_file_of_other_features_is_begun_again()
    {
        using var store = new FeatureStore(Features, CPU, mostInMemory: 0);
        Of(store).Dispose();
        Of(store, identity: "other").Dispose();
        Assert.Equal(2, Directory.GetFiles(Features).Length);

        using (var file = FeatureFile.Open(_folder["one"], "one", Rows, Size, Batch))
        {
            file.Write(_images[..Batch]);
        }

        using (var same = FeatureFile.Open(_folder["one"], "one", Rows, Size, Batch))
        {
            Assert.Equal((1, 6), (same.Done, same.Blocks));
        }

        using var other = FeatureFile.Open(_folder["one"], "two", Rows, Size, Batch);
        Assert.Equal(0, other.Done);
    }

    [Fact]
    public void What_stands_in_the_way_is_told_in_a_line()
    {
        using var file = FeatureFile.Open(_folder["one"], "one", Rows, Size, Batch);
        Assert.StartsWith(
            $"{_folder["one"]} cannot be opened; another process evaluates this run, maybe: wait for it, or stop it (",
            Assert.Throws<RunException>(() => FeatureFile.Open(_folder["one"], "one", Rows, Size, Batch)).Message);
        Assert.Matches(
            @" has \d+ MB free; features of 1000000000000 images of 2048 numbers each need \d+ MB: make room, or measure fewer images$",
            Assert.Throws<RunException>(() => FeatureFile.Open(_folder["two"], "two", 1_000_000_000_000, 2048, 1_000_000)).Message);
        using var store = new FeatureStore(Features, CPU, mostInMemory: 0);
        Assert.StartsWith("the features are not finite numbers", Assert.Throws<RunException>(() => store.Of(
            (_, count) => zeros(count, Size), Rows, Batch, images => images.log(), () => "log")).Message);
    }

    private FeatureRows Of(FeatureStore store, int end = int.MaxValue, string identity = "doubled") => store.Of(
        (first, count) =>
        {
            if (first >= Math.Max(1, end))
            {
                throw new OperationCanceledException();
            }

            _drawn.Add(first);
            return _images[first..(first + count)];
        },
        Rows,
        Batch,
        Doubled,
        () => identity);

    private static Tensor Doubled(Tensor images) => images + images;

    private static float[] Values(Tensor rows)
    {
        using (rows)
        {
            return rows.data<float>().ToArray();
        }
    }
}
