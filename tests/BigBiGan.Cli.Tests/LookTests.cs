using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>Commands that look at a run.</summary>
public sealed class LookTests
{
    [Fact]
    public void Evaluating_again_gives_the_same_numbers()
    {
        var run = FinishedRun.Copy();
        File.Delete(Path.Combine(run, "metrics.json"));
        var again = Bigbigan.Run("evaluate", run, "--json").Succeeds().Json();
        Assert.Equal(FinishedRun.Answer.Json().GetProperty("metrics").GetRawText(), again.GetProperty("metrics").GetRawText());
        Assert.True(File.Exists(Path.Combine(run, "metrics.json")));
    }

    [Fact]
    public void Other_images_are_measured_into_a_file_of_their_own()
    {
        var run = FinishedRun.Copy();
        var (metrics, pairs) = (File.ReadAllBytes(Path.Combine(run, "metrics.json")), File.ReadAllBytes(Path.Combine(run, "reconstructions.png")));
        var other = Pictures.Folder("others", perClass: 15);
        var answer = Bigbigan.Run("evaluate", run, "--data", other).Succeeds();
        var name = Path.GetFileName(other);
        Assert.Equal(Path.Combine(run, $"metrics-{name}.json"), answer.OutLines[^1]);
        Assert.Contains($"\"data\": \"{name}\"", File.ReadAllText(Path.Combine(run, $"metrics-{name}.json")));
        Pictures.SizeOf(Path.Combine(run, $"reconstructions-{name}.png"));
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(run, "metrics.json")));
        Assert.Equal(pairs, File.ReadAllBytes(Path.Combine(run, "reconstructions.png")));
    }

    [Fact]
    public void Samples_repeat_by_seed()
    {
        var (first, again, other) = (Workplace.New("first") + ".png", Workplace.New("again") + ".png", Workplace.New("other") + ".png");
        Assert.Equal($"{first}\n", Sample(first).Out);
        Sample(again);
        Sample(other, "--seed", "77");
        var size = Pictures.SizeOf(first);
        Assert.InRange(size.Width, 8 * 96, 9 * 96);
        Assert.InRange(size.Height, 2 * 96, 3 * 96);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(again));
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(other));

        static Answer Sample(string file, params string[] more) => Bigbigan.Run(["sample", FinishedRun.Folder, "--count", "10", "--out", file, .. more]).Succeeds();
    }

    [Fact]
    public void Reconstructions_stand_below_their_images()
    {
        var file = Workplace.New("reconstructions") + ".png";
        Bigbigan.Run("reconstruct", FinishedRun.Folder, "--count", "2", "--out", file).Succeeds();
        Assert.InRange(Pictures.SizeOf(file).Height, 2 * 96, 3 * 96);
    }

    [Fact]
    public void Embeddings_have_a_row_per_image()
    {
        var file = Workplace.New("features") + ".safetensors";
        Assert.Equal($"{file}\n", Bigbigan.Run("embed", FinishedRun.Folder, "--data", Pictures.TwoClasses, "--out", file).Succeeds().Out);
        var stored = new SafeTensors(File.ReadAllBytes(file));
        foreach (var (split, count) in new[] { ("train", 36), ("test", 4) })
        {
            Assert.Equal([count, 32], stored.Shape($"{split}.latents"));
            Assert.Equal(count, stored.Shape($"{split}.features")[0]);
            Assert.Equal([count], stored.Shape($"{split}.labels"));
            Assert.Equal("I64", stored.Type($"{split}.labels"));
            // bars before discs, as many of each
            Assert.Equal(Enumerable.Range(0, count).Select(i => i < count / 2 ? 0L : 1L), stored.Values<long>($"{split}.labels").ToArray());
            Assert.All(stored.Values<float>($"{split}.features").ToArray(), value => Assert.True(float.IsFinite(value)));
        }

        Assert.Equal("""["bars","discs"]""", stored.Header.GetProperty("__metadata__").GetProperty("classes").GetString());
        Assert.NotEqual(stored.Values<float>("train.latents")[..32].ToArray(), stored.Values<float>("train.latents")[32..64].ToArray());
    }
}
