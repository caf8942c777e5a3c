using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>Commands that look at a run.</summary>
public sealed class LookTests
{
    [Fact]
    public void Several_threads_measure_draw_and_embed_the_same_bytes()
    {
        var run = FinishedRun.Copy();
        var again = Bigbigan.Run("evaluate", run, "--replicas", "2", "--json").Succeeds().Json();
        Assert.Equal(FinishedRun.Answer.Json().GetProperty("metrics").GetRawText(), again.GetProperty("metrics").GetRawText());
        Assert.All(["samples.png", "reconstructions.png"], name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(FinishedRun.Folder, name)), File.ReadAllBytes(Path.Combine(run, name))));
        Assert.Equal(Written("1"), Written("2"));

        static byte[][] Written(string replicas)
        {
            var (samples, embedding) = (Workplace.New("samples") + ".npz", Workplace.New("embedding") + ".safetensors");
            Bigbigan.Run("sample", FinishedRun.Folder, "--format", "npz", "--count", "300", "--replicas", replicas, "--out", samples).Succeeds();
            Bigbigan.Run("embed", FinishedRun.Folder, "--replicas", replicas, "--out", embedding).Succeeds();
            return [File.ReadAllBytes(samples), File.ReadAllBytes(embedding)];
        }
    }

    [Fact]
    public void Other_images_are_measured_into_a_file_of_their_own()
    {
        var run = FinishedRun.Copy();
        var (metrics, pairs) = (File.ReadAllBytes(Path.Combine(run, "metrics.json")), File.ReadAllBytes(Path.Combine(run, "reconstructions.png")));
        var other = Pictures.Folder("others", perClass: 15);
        var answer = Bigbigan.Run("evaluate", run, "--data", other, "--standing-batches", "1").Succeeds();
        var name = Path.GetFileName(other);
        Assert.Matches($@"/metrics-{name}-[0-9a-f]{{8}}-1-standing\.json$", answer.OutLines[^1]);
        Assert.Contains($"\"data\": \"{name}\"", File.ReadAllText(answer.OutLines[^1]));
        Pictures.SizeOf(answer.OutLines[^1].Replace("metrics", "reconstructions", StringComparison.Ordinal).Replace("-1-standing.json", ".png", StringComparison.Ordinal));
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(run, "metrics.json")));
        Assert.Equal(pairs, File.ReadAllBytes(Path.Combine(run, "reconstructions.png")));
    }

    [Fact]
    public void All_that_is_measured_is_in_the_table_and_what_it_means_in_words()
    {
        var run = FinishedRun.Copy();
        var metrics = File.ReadAllBytes(Path.Combine(run, "metrics.json"));
        var answer = Bigbigan.Run("evaluate", run, "--neighbours", "1", "--standing-batches", "1").Succeeds();
        foreach (var title in new[] { "linear probe", "1-nearest-neighbour", "Frechet", "kernel", "precision", "recall", "density", "coverage", "class score" })
        {
            Assert.Single(answer.OutLines, line => line.StartsWith("  " + title, StringComparison.Ordinal));
        }

        Assert.Matches(@"(?m)^  coverage of real images +0\.\d+ +0\.\d+ +- +[01]\.\d+", answer.Out);
        Assert.Contains("precision, recall, density, coverage: balls of 5 neighbours; ", answer.Out);
        string[] notes = [.. answer.OutLines.Where(line => line.StartsWith("note: ", StringComparison.Ordinal))];
        Assert.Contains(notes, note => note.Contains("% the untrained one after 30 steps at `ema` ", StringComparison.Ordinal));
        Assert.Contains("note: the Frechet distance compares 18 samples in 128 features: with fewer samples than features it says little, and compares with no other number of samples", notes);

        // another setting is another measurement
        Assert.Equal(Path.Combine(run, "metrics-knn1-1-standing.json"), answer.OutLines[^1]);
        Assert.Equal(metrics, File.ReadAllBytes(Path.Combine(run, "metrics.json")));
        var written = System.Text.Json.JsonDocument.Parse(File.ReadAllText(answer.OutLines[^1])).RootElement.GetProperty("notes");
        Assert.Equal(notes, written.EnumerateArray().Select(note => $"note: {note.GetString()}"));
    }

    [Fact]
    public void The_probe_takes_crops_and_both_sides_of_features_and_leaves_no_features_behind()
    {
        var run = FinishedRun.Copy();
        Directory.CreateDirectory(Path.Combine(run, "features-step-7")); // of an evaluation that was killed before the run went on
        var answer = Bigbigan.Run("evaluate", run, "--probe-images", "60", "--probe-crops", "2", "--crelu", "--standing-batches", "1").Succeeds();
        Assert.Matches(@"(?m)^  BN\+CReLU probe accuracy +[01]\.\d+ +[01]\.\d+ +- +-", answer.Out);
        Assert.Contains("probe-crelu: linear probe on standardised BN+CReLU features of 2 random crops of each image, L2 ", answer.Out);
        Assert.Equal(Path.Combine(run, "metrics-60-probe-images-2-probe-crops-crelu-1-standing.json"), answer.OutLines[^1]);
        Assert.Empty(Directory.GetDirectories(run, "features*"));
    }

    [Fact]
    public void Statistics_of_all_training_images_are_written_and_compared_with()
    {
        var run = FinishedRun.Copy();
        var statistics = Workplace.New("statistics") + ".npz";
        var written = Bigbigan.Run("evaluate", run, "--write-reference", statistics).Succeeds();
        Assert.Equal([Path.Combine(run, "metrics.json"), statistics], written.OutLines[^2..]);

        var answer = Bigbigan.Run("evaluate", run, "--reference", statistics, "--samples", "200", "--standing-batches", "7").Succeeds();
        Assert.Contains($"200 samples / reference {Path.GetFileName(statistics)} ", answer.Out);
        Assert.Matches(@"/metrics-200-samples-7-standing-reference-[0-9a-f]{8}\.json$", answer.OutLines[^1]);
        Assert.Contains("G with standing statistics of 7 batches of 64", File.ReadAllText(answer.OutLines[^1]));
        // the other half of the training images is no floor of two hundred samples
        Assert.Matches(@"(?m)^  Frechet distance of samples +\d+\.\d\d +\d+\.\d\d +- +- *$", answer.Out);
    }

    [Fact]
    public void An_exported_encoder_is_the_judged_one()
    {
        var file = Workplace.New("all") + ".safetensors";
        var answer = Bigbigan.Run("export", FinishedRun.Folder, "--format", "safetensors", "--out", file).Succeeds();
        var name = Path.GetFileName(Pictures.TwoClasses);
        Assert.Contains($"; E: standing statistics of 1 batches of 36, drawn of {name}", answer.OutLines[0]);
        var (exported, checkpoint) = (new SafeTensors(File.ReadAllBytes(file)), new SafeTensors(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps)));
        string[] statistics = [.. exported.Header.EnumerateObject().Select(t => t.Name).Where(t => t.StartsWith("E.", StringComparison.Ordinal) && t.EndsWith("running_var", StringComparison.Ordinal))];
        Assert.NotEmpty(statistics);
        Assert.All(statistics, t => Assert.NotEqual(checkpoint.Values<float>(t).ToArray(), exported.Values<float>(t).ToArray()));

        // the same bytes with the images where they are said to be
        var elsewhere = Workplace.New("all") + ".safetensors";
        Bigbigan.Run("export", FinishedRun.Folder, "--format", "safetensors", "--data", Workplace.Copy(Pictures.TwoClasses), "--out", elsewhere).Succeeds();
        var again = new SafeTensors(File.ReadAllBytes(elsewhere));
        Assert.All(statistics, t => Assert.Equal(exported.Values<float>(t).ToArray(), again.Values<float>(t).ToArray()));
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
    public void A_grid_has_the_rows_and_columns_that_were_asked_for()
    {
        var file = Workplace.New("grid") + ".png";
        Bigbigan.Run("sample", FinishedRun.Folder, "--grid", "2x5", "--out", file).Succeeds();
        var size = Pictures.SizeOf(file);
        Assert.InRange(size.Width, 5 * 96, 6 * 96);
        Assert.InRange(size.Height, 2 * 96, 3 * 96);
    }

    [Fact]
    public void An_interpolation_begins_and_ends_with_samples()
    {
        var (file, samples) = (Workplace.New("between") + ".png", Workplace.New("ends") + ".npz");
        Bigbigan.Run("sample", FinishedRun.Folder, "--interpolate", "--grid", "1x4", "--out", file).Succeeds();
        Bigbigan.Run("sample", FinishedRun.Folder, "--format", "npz", "--count", "3", "--out", samples).Succeeds();
        using var arrays = new Npz(samples);
        var images = arrays.Values<byte>("arr_0").Where((_, i) => i % 3 == 0).Chunk(Pictures.Size * Pictures.Size).ToList();
        var (sheet, width) = (Pictures.Grey(file), Pictures.SizeOf(file).Width);
        Assert.Equal([true, true, false], images.Select(image => Pictures.Shows(sheet, width, image)));
    }

    /// <summary>Distances are taken again from the bytes of the samples and of the pictures.</summary>
    [Fact]
    public void The_nearest_training_images_are_those_of_least_distance()
    {
        var (file, samples) = (Workplace.New("nearest") + ".png", Workplace.New("samples") + ".npz");
        var found = Bigbigan.Run("sample", FinishedRun.Folder, "--nearest", "3", "--count", "2", "--out", file, "--json").Succeeds().Json().GetProperty("nearest").EnumerateArray()
            .Select(one => (Sample: one.GetProperty("sample").GetInt32(), By: one.GetProperty("by").GetString(), File: one.GetProperty("file").GetString()!, Distance: one.GetProperty("distance").GetDouble())).ToList();
        Assert.Equal(2 * 2 * 3, found.Count);
        Bigbigan.Run("sample", FinishedRun.Folder, "--format", "npz", "--count", "2", "--out", samples).Succeeds();
        using var arrays = new Npz(samples);
        var images = arrays.Values<byte>("arr_0").Where((_, i) => i % 3 == 0).Chunk(Pictures.Size * Pictures.Size).ToList();
        for (var i = 0; i < images.Count; i++)
        {
            // four of the forty are test images, which are no neighbours
            var all = Directory.GetFiles(Pictures.TwoClasses, "*.png", SearchOption.AllDirectories).Select(path => Distance(images[i], Pictures.Grey(path))).Order().ToList();
            var pixels = found.Where(one => one.Sample == i && one.By == "pixels").ToList();
            Assert.Equal(3, pixels.Select(one => one.File).Distinct().Count());
            Assert.All(pixels, one => Assert.Equal(Distance(images[i], Pictures.Grey(one.File)), one.Distance, one.Distance * 0.02));
            Assert.True(pixels[^1].Distance <= all[6] * 1.02, "a nearer training image was left out");
            var features = found.Where(one => one.Sample == i && one.By == "E's features").Select(one => one.Distance).ToList();
            Assert.Equal(features.Order(), features);
            Assert.Equal(3, features.Count);
        }

        var size = Pictures.SizeOf(file);
        Assert.InRange(size.Height, 4 * 96, 5 * 96);
        Assert.InRange(size.Width, 4 * 96, 9 * 96); // the caption is wider than four pictures

        static double Distance(byte[] a, byte[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow((x - y) / 127.5, 2)).Sum());
    }

    [Fact]
    public void Runs_are_compared_from_the_same_latents_and_the_same_images()
    {
        var (other, file, samples) = (Workplace.New("plain-gan"), Workplace.New("compared") + ".png", Workplace.New("samples") + ".npz");
        Bigbigan.Run("train", "small/no-e", "--data", Pictures.TwoClasses, "--batch", "8", "--threads", "1", "--steps", "1", "--no-evaluation", "--run", other).Succeeds();
        var answer = Bigbigan.Run("compare", FinishedRun.Folder, other, "--count", "3", "--seed", "9", "--out", file, "--json").Succeeds().Json();
        Assert.Equal([true, false], answer.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("reconstructs").GetBoolean()));
        // two rows of samples, x, and the reconstructions of the one that has an E
        Assert.InRange(Pictures.SizeOf(file).Height, 4 * 96, 5 * 96);
        var (sheet, width) = (Pictures.Grey(file), Pictures.SizeOf(file).Width);
        foreach (var run in new[] { FinishedRun.Folder, other })
        {
            Bigbigan.Run("sample", run, "--seed", "9", "--format", "npz", "--count", "3", "--out", samples).Succeeds();
            using var arrays = new Npz(samples);
            Assert.All(arrays.Values<byte>("arr_0").Where((_, i) => i % 3 == 0).Chunk(Pictures.Size * Pictures.Size), image => Assert.True(Pictures.Shows(sheet, width, image)));
            File.Delete(samples);
        }
    }

    [Fact]
    public void Compared_runs_of_one_name_are_told_apart_by_their_paths()
    {
        var (here, there) = (Workplace.NewFolder("here"), Workplace.NewFolder("there"));
        var beside = Path.Combine("..", Path.GetFileName(there), "mine");
        Directory.Move(FinishedRun.Copy(), Path.Combine(here, "mine"));
        Directory.Move(FinishedRun.Copy(), Path.Combine(here, "other"));
        Directory.Move(FinishedRun.Copy(), Path.Combine(there, "mine"));
        var answer = Bigbigan.RunIn(here, "compare", "mine", "other", beside, "--count", "2", "--out", "compared.png", "--json").Succeeds().Json();
        Assert.Equal(["mine", "other", beside], answer.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_class_is_drawn_by_its_name_or_by_its_number()
    {
        var (data, run) = (Workplace.NewFolder("clothes"), Workplace.New("conditional"));
        string[] classes = ["ankle boot", "bag", "coat", "dress", "pullover", "sandal", "shirt", "sneaker", "top", "trouser"];
        foreach (var (index, name) in classes.Index())
        {
            Directory.CreateDirectory(Path.Combine(data, name));
            for (var i = 0; i < 3; i++)
            {
                File.Copy(Path.Combine(Pictures.TwoClasses, index % 2 == 0 ? "bars" : "discs", $"{index + i:000}.png"), Path.Combine(data, name, $"{i}.png"));
            }
        }

        Bigbigan.Run("train", "small/conditional", "--data", data, "--batch", "8", "--threads", "1", "--steps", "3", "--no-evaluation", "--run", run).Succeeds();
        var (byName, images) = Sample("Sandal");
        Assert.Equal([5L, 5, 5, 5], byName);
        Assert.Equal(images, Sample("5").Images);
        Assert.NotEqual(images, Sample("bag").Images);
        Assert.Equal("--class is 'hat'; expected a number from 0 to 9, or a class's name, such as 'ankle boot'", Bigbigan.Run("sample", run, "--class", "hat", "--out", "hat.png").Refusal());
        Assert.Equal(5, Bigbigan.Run("sample", run, "--class", "sandal", "--count", "3", "--out", Workplace.New("sandals") + ".png", "--json").Succeeds().Json().GetProperty("class").GetInt32());

        (long[] Labels, byte[] Images) Sample(string name)
        {
            var file = Workplace.New("class") + ".npz";
            Bigbigan.Run("sample", run, "--class", name, "--count", "4", "--format", "npz", "--out", file).Succeeds();
            using var drawn = new Npz(file);
            return (drawn.Values<long>("arr_1"), drawn.Values<byte>("arr_0"));
        }
    }

    [Theory]
    [InlineData("HOME=/nonexistent")]
    [InlineData("HOME=/nonexistent", "XDG_CACHE_HOME=.cache")] // relative: counts as not set
    public void Without_a_home_a_run_is_looked_at_and_the_current_folder_is_neither_written_nor_loaded_from(params string[] environment)
    {
        var folder = Workplace.NewFolder("anybodys");
        var picture = Workplace.New("homeless") + ".png";
        string[] command = ["-u", "XDG_CACHE_HOME", .. environment, "dotnet", Bigbigan.Program];
        Bigbigan.Finish(Bigbigan.Start("env", folder, [.. command, "sample", FinishedRun.Folder, "--count", "4", "--out", picture])).Succeeds();
        var evaluated = Bigbigan.Finish(Bigbigan.Start("env", folder, [.. command, "evaluate", FinishedRun.Copy(), "--standing-batches", "1"])).Succeeds();
        Assert.Contains("bigbigan: warning: there is no folder to keep the classifier in", evaluated.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void The_cache_holds_no_code()
    {
        Assert.NotEmpty(FinishedRun.Folder);

        // tests beside this one may be writing some aside, for a moment
        string[] others = [];
        Assert.True(SpinWait.SpinUntil(() => (others = Others()).Length == 0, TimeSpan.FromSeconds(20)), string.Join('\n', others));

        static string[] Others() =>
            [.. Directory.GetFiles(Workplace.Cache, "*", SearchOption.AllDirectories).Where(file => !Regex.IsMatch(file, @"\.(safetensors|jsonl)$"))];
    }

    [Fact]
    public void Reconstructions_stand_below_their_images()
    {
        var file = Workplace.New("reconstructions") + ".png";
        Bigbigan.Run("reconstruct", FinishedRun.Folder, "--count", "2", "--out", file).Succeeds();
        Assert.InRange(Pictures.SizeOf(file).Height, 2 * 96, 3 * 96);
    }

    /// <summary>One E for all that is judged and shown: what other programs make of `embed`'s latents is what `reconstruct` draws.</summary>
    [Fact]
    public void G_of_embedded_latents_is_the_reconstruction_that_is_drawn()
    {
        var (latents, samples, picture) = (Workplace.New("latents") + ".npz", Workplace.New("samples") + ".npz", Workplace.New("reconstructions") + ".png");
        Bigbigan.Run("embed", FinishedRun.Folder, "--out", latents).Succeeds();
        Bigbigan.Run("sample", FinishedRun.Folder, "--latents", $"{latents}:test.latents", "--format", "npz", "--out", samples).Succeeds();
        Bigbigan.Run("reconstruct", FinishedRun.Folder, "--count", "4", "--out", picture).Succeeds();

        using var arrays = new Npz(samples); // four test images
        var (sheet, width) = (Pictures.Grey(picture), Pictures.SizeOf(picture).Width);
        foreach (var image in arrays.Values<byte>("arr_0").Where((_, i) => i % 3 == 0).Chunk(Pictures.Size * Pictures.Size))
        {
            Assert.True(Pictures.Shows(sheet, width, image), "no part of the picture is G of the latent");
        }
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
