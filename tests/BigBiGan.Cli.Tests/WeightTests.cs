using System.IO.Compression;
using System.Text;
using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary><c>export</c> and <c>import</c> from end to end.</summary>
public sealed class WeightTests
{
    [Fact]
    public void An_export_holds_the_averaged_G_under_BigGANs_names_and_its_import_draws_with_it()
    {
        var file = Workplace.New("G") + ".safetensors";
        var answer = Bigbigan.Run("export", FinishedRun.Folder, "--format", "pytorch-names", "--out", file).Succeeds();
        Assert.Matches(@"^G of step 30: \d+ tensors, layout biggan-pytorch; G: averaged weights, standing statistics of 100 batches of 64; left out: E, D$", answer.OutLines[0]);
        Assert.StartsWith("G does not fit BigGAN-PyTorch's own Generator: its images have 3 colours, these have 1; its blocks have channels ", answer.OutLines[1], StringComparison.Ordinal);
        Assert.Equal(file, answer.OutLines[2]);
        var exported = new SafeTensors(File.ReadAllBytes(file));
        var trained = new SafeTensors(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps));
        Assert.Equal(trained.Values<float>("ema.G.block2.conv1.weight").ToArray(), exported.Values<float>("blocks.1.0.conv1.weight").ToArray());
        Assert.NotEqual(trained.Values<float>("G.block2.norm1.norm.running_mean").ToArray(), exported.Values<float>("blocks.1.0.bn1.stored_mean").ToArray());
        Assert.Equal([1L], exported.Shape("output_layer.2.sv0"));
        Assert.Equal("pt", exported.Header.GetProperty("__metadata__").GetProperty("format").GetString());

        var run = Workplace.New("imported");
        var imported = Bigbigan.Run("import", file, "--variant", "fashion", "--data", Pictures.TwoClasses, "--run", run, "--batch", "8", "--seed", "5").Succeeds();
        Assert.Matches($@"^G: \d+ tensors of {file}, layout biggan-pytorch$", imported.OutLines[0]);
        Assert.Equal(["E, D: not in the file, as seed 5 makes them", run], imported.OutLines[1..]);
        Assert.Contains("bigbigan: warning: biggan-pytorch: its batch norms and spectral norms have epsilons of 1e-5 and 1e-12", imported.Error);
        var checkpoint = new SafeTensors(FinishedRun.Checkpoint(run, 0));
        foreach (var name in new[] { "G.block2.conv1.weight", "ema.G.block2.conv1.weight" })
        {
            Assert.Equal(exported.Values<float>("blocks.1.0.conv1.weight").ToArray(), checkpoint.Values<float>(name).ToArray());
        }

        // the same seed draws the same latents: the same pictures but for the run's step in the caption
        var (before, after) = (Workplace.New("before") + ".safetensors", Workplace.New("after") + ".safetensors");
        Bigbigan.Run("export", FinishedRun.Folder, "--format", "safetensors", "--network", "G", "--out", before).Succeeds();
        Bigbigan.Run("export", run, "--format", "safetensors", "--network", "G", "--out", after).Succeeds();
        Assert.Equal(Data(before), Data(after));
        Bigbigan.Run("sample", run, "--count", "4", "--out", Workplace.New("samples") + ".png").Succeeds();
        Bigbigan.Run("evaluate", run, "--standing-batches", "1").Succeeds();
        Bigbigan.Run("train", "--resume", run, "--steps", "2", "--no-evaluation").Succeeds();
        Assert.NotEmpty(FinishedRun.Checkpoint(run, 2));
    }

    [Fact]
    public void All_networks_go_through_a_file_of_our_own_names()
    {
        var file = Workplace.New("all") + ".safetensors";
        var answer = Bigbigan.Run("export", FinishedRun.Folder, "--format", "safetensors", "--out", file, "--json").Succeeds().Json();
        Assert.Equal(["G", "E", "D"], answer.GetProperty("networks").EnumerateArray().Select(network => network.GetString()));
        var run = Workplace.New("imported");
        var imported = Bigbigan.Run("import", file, "--variant", "small/fashion", "--data", Pictures.TwoClasses, "--run", run, "--json").Succeeds().Json();
        Assert.Empty(imported.GetProperty("fromSeed").EnumerateArray());
        Assert.Equal(answer.GetProperty("tensors").GetInt32(), imported.GetProperty("imported")[0].GetProperty("tensors").GetInt32());
        var (exported, checkpoint) = (new SafeTensors(File.ReadAllBytes(file)), new SafeTensors(FinishedRun.Checkpoint(run, 0)));
        foreach (var name in exported.Header.EnumerateObject().Select(entry => entry.Name).Where(name => name != "__metadata__"))
        {
            Assert.Equal(exported.Values<float>(name).ToArray(), checkpoint.Values<float>(name).ToArray());
        }

        Assert.Equal("own", JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement.GetProperty("imported")[0].GetProperty("layout").GetString());
    }

    [Fact]
    public void What_does_not_fit_is_listed_and_nothing_is_written()
    {
        var file = Workplace.New("G") + ".safetensors";
        Bigbigan.Run("export", FinishedRun.Folder, "--format", "pytorch-names", "--out", file).Succeeds();
        var run = Workplace.New("imported");
        var answer = Bigbigan.Run("import", file, "--variant", "small/small-g-1", "--run", run);
        Assert.EndsWith($"{answer.OutLines.Length} entries do not fit small/small-g-1; nothing was written", answer.Refusal());
        Assert.Contains("shape: linear.weight, expected [256, 8] for G.stem.weight, found [1024, 8]", answer.OutLines);
        var json = Bigbigan.Run("import", file, "--variant", "small/small-g-1", "--run", run, "--json");
        Assert.Equal(answer.OutLines, json.Json().GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void Networks_that_BigGAN_has_no_names_for_are_refused()
    {
        Assert.StartsWith("E of small/fashion has no names in the layout biggan-pytorch: ", Bigbigan.Run("export", FinishedRun.Folder, "--format", "pytorch-names", "--network", "E").Refusal());
        Assert.Contains("D.H.", Bigbigan.Run("export", FinishedRun.Folder, "--format", "pytorch-names", "--network", "D").Refusal());
    }

    /// <summary>Of E the head alone: whether huge weights of its convolutions overflow already in the features hangs on how they were trained.</summary>
    [Theory]
    [InlineData("G", "G.", "samples")]
    [InlineData("E", "E.head", "latents")]
    public void Weights_that_give_no_finite_numbers_are_told_by_every_command(string network, string enlarged, string what)
    {
        var file = Workplace.New("huge") + ".safetensors";
        Bigbigan.Run("export", FinishedRun.Folder, "--format", "safetensors", "--network", network, "--out", file).Succeeds();
        var huge = new SafeTensors(File.ReadAllBytes(file));
        foreach (var name in huge.Header.EnumerateObject().Select(entry => entry.Name)
            .Where(name => name.StartsWith(enlarged, StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal)))
        {
            foreach (ref var value in huge.Values<float>(name))
            {
                value *= 1e30f;
            }
        }

        File.WriteAllBytes(file, huge.Bytes);
        var (run, output) = (Workplace.New("huge"), Workplace.New("out"));
        Bigbigan.Run("import", file, "--variant", "fashion", "--data", Pictures.TwoClasses, "--run", run).Succeeds();
        var commands = new Dictionary<string, string[]>
        {
            ["samples"] = ["sample", run, "--out", output + ".png"],
            ["latents"] = ["embed", run, "--out", output + ".safetensors"],
            ["reconstructions"] = ["reconstruct", run, "--out", output + ".png"],
        };
        Assert.StartsWith($"the {what} are not finite numbers (NaN or infinite in ", Bigbigan.Run(commands[what]).Refusal());
        Assert.StartsWith("the reconstructions are not finite numbers (NaN or infinite in ", Bigbigan.Run(commands["reconstructions"]).Refusal());
        Assert.Matches("^bigbigan: the (samples|features|reconstructions) are not finite", Bigbigan.Run("evaluate", run, "--standing-batches", "1").ErrorLines[^1]);
        Assert.Empty(Directory.GetFiles(Workplace.Folder, Path.GetFileName(output) + ".*"));
    }

    [Fact]
    public void A_pickle_that_would_run_a_command_is_refused_in_a_line()
    {
        var (file, owned) = (Workplace.New("evil") + ".pth", Workplace.New("owned"));
        using (var archive = new ZipArchive(File.Create(file), ZipArchiveMode.Create))
        {
            using var pickle = archive.CreateEntry("evil/data.pkl").Open();
            pickle.Write(Encoding.Latin1.GetBytes($"\u0080\u0002cos\nsystem\nX{(char)(6 + owned.Length)}\0\0\0touch {owned}\u0085R."));
        }

        Assert.Equal(
            $"{file}: the pickle asks for `os.system`, which is refused: a state dict needs only tensors and dictionaries; do not open this file in Python if you do not trust its source",
            Bigbigan.Run("import", file, "--variant", "fashion").Refusal());
        Assert.False(File.Exists(owned));
    }

    /// <summary>The numbers, after the header with its metadata.</summary>
    private static byte[] Data(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return bytes[(8 + (int)BitConverter.ToInt64(bytes))..];
    }
}
