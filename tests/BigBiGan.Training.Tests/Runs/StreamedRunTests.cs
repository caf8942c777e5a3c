using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

/// <summary>Runs on images that are decoded whenever they are drawn.</summary>
public sealed class StreamedRunTests : RunTests
{
    [Fact]
    public void A_run_is_the_same_with_any_number_of_threads_and_any_cache_as_with_images_in_memory()
    {
        Train(Options("memory", steps: 12));
        foreach (var (i, reading) in new[] { new ReadingSettings(1, 0), new ReadingSettings(3, 7 * 16), new ReadingSettings() }.Index())
        {
            Train(Options($"streamed{i}", steps: 12) with { Data = Streamed(TinyModel.Images()), Reading = reading });
            Assert.Equal(File.ReadAllBytes(Tensors("memory", 12)), File.ReadAllBytes(Tensors($"streamed{i}", 12)));
        }
    }

    [Theory]
    [InlineData(2, 5 * 16, "images are decoded when they are drawn, by 2 threads; 5 of 20 stay in memory")]
    [InlineData(1, 0, "images are decoded when they are drawn, by 1 thread; none stays in memory")]
    public void How_images_are_read_is_told(int workers, long cache, string line)
    {
        var notes = new List<string>();
        var options = Options("run", steps: 1) with { Data = Streamed(TinyModel.Images()), Reading = new ReadingSettings(workers, cache) };
        using var run = TrainingRun.Start(options, Warnings.Add);
        run.PrepareImages(notes.Add);
        Assert.Equal([line], notes);
    }

    [Fact]
    public void The_log_says_which_share_of_the_time_waited_for_images()
    {
        Train(Options("memory", steps: 12)); // the first run waits for the compiler too
        Train(Options("slow", steps: 12) with { Data = Streamed(TinyModel.Images(), milliseconds: 5), Reading = new ReadingSettings(1, 0) });

        Assert.All(RunLog.Read(Folder["slow", "log.jsonl"]), record => Assert.InRange(record.Waited!.Value, 0.3, 1));
        Assert.All(RunLog.Read(Folder["memory", "log.jsonl"]), record => Assert.InRange(record.Waited!.Value, 0, 1));
    }

    [Fact]
    public void What_was_skipped_stands_in_the_run()
    {
        var data = TinyModel.Images() with { Options = new SourceOptions(BrokenPictures.Skip, "labels.txt"), Skipped = ["a.png: it is cut off"] };
        Train(Options("run", steps: 1) with { Data = data });
        var identity = RunFolder.Open(Folder["run"]).Identity;
        Assert.Equal((BrokenPictures.Skip, Path.GetFullPath("labels.txt")), (identity.Broken, identity.TestLabels));
        Assert.Equal("a.png: it is cut off", Assert.Single(identity.Skipped!));
        Assert.Contains("\"broken\": \"skip\"", File.ReadAllText(Folder["run", "run.json"]));
    }

    private static DataSource Streamed(DataSource data, int milliseconds = 0) => data with { Train = Streamed(data.Train, milliseconds) };

    private static ImageSet Streamed(ImageSet set, int milliseconds) => new(
        set.Name, set.Split, set.Size, set.Colours, new SlowPixels(set.Pixels, milliseconds), set.Labels, set.ClassNames, () => set.Identity);

    private sealed class SlowPixels(IPixels pixels, int milliseconds) : IPixels
    {
        public int Count => pixels.Count;

        public bool IsInMemory => false;

        public PlanarPicture Whole(int index, PictureShape shape) => throw new NotSupportedException();

        public void Read(int index, PictureFrame frame, Span<byte> result)
        {
            Thread.Sleep(milliseconds);
            pixels.Read(index, frame, result);
        }
    }
}
