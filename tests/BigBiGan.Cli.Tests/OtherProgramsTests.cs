using BigBiGan.Cli.Tests.Harness;
using Parquet;
using Parquet.Schema;

namespace BigBiGan.Cli.Tests;

/// <summary>What <c>sample</c> and <c>embed</c> write for programs that are not ours.</summary>
public sealed class OtherProgramsTests
{
    [Fact]
    public void Samples_and_real_images_are_one_command_away_in_either_format()
    {
        var (samples, real, file, realFile) = (Workplace.New("samples"), Workplace.New("real"), Workplace.New("samples") + ".npz", Workplace.New("real") + ".npz");
        var answer = Bigbigan.Run("sample", FinishedRun.Folder, "--format", "png-folder", "--count", "70", "--out", samples, "--real", real).Succeeds();
        Assert.Equal([samples, real], answer.OutLines);
        Bigbigan.Run("sample", FinishedRun.Folder, "--format", "npz", "--count", "70", "--out", file, "--real", realFile).Succeeds();
        Assert.Equal(70, Directory.GetFiles(samples, "*.png").Length);
        Assert.Equal(36, Directory.GetFiles(real, "*.png").Length);

        using var arrays = new Npz(file);
        Assert.Equal(["arr_0.npy"], arrays.Names);
        Assert.Equal("{'descr': '|u1', 'fortran_order': False, 'shape': (70,32,32,3,), }", arrays.Header("arr_0"));
        Assert.Equal(Pictures.Grey(Path.Combine(samples, "000069.png")), arrays.Values<byte>("arr_0")[^(3 * 32 * 32)..].Where((_, i) => i % 3 == 0));

        using var realArrays = new Npz(realFile);
        Assert.Equal(Enumerable.Range(0, 36).Select(i => i < 18 ? 0L : 1L), realArrays.Values<long>("arr_1"));
        Assert.Equal(Pictures.Grey(Path.Combine(Pictures.TwoClasses, "bars", "000.png")), realArrays.Values<byte>("arr_0")[..(3 * 32 * 32)].Where((_, i) => i % 3 == 2));
    }

    [Fact]
    public void An_interrupted_folder_goes_on_with_the_same_bytes_and_takes_no_other_samples()
    {
        var samples = Workplace.New("samples");
        Draw(70).Succeeds();
        var before = Directory.GetFiles(samples).ToDictionary(path => path, File.ReadAllBytes);
        File.Delete(Path.Combine(samples, "000003.png"));
        File.WriteAllBytes(Path.Combine(samples, "000069.png"), before[Path.Combine(samples, "000069.png")][..40]);
        Draw(70).Succeeds();
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        Assert.Equal(
            $"{samples} holds images of another origin (seed 5, asked for is 6); take another folder, or remove it", Draw(70, "--seed", "6").Refusal());

        Answer Draw(int count, params string[] more) => Bigbigan.Run(["sample", FinishedRun.Folder, "--format", "png-folder", "--count", $"{count}", "--out", samples, .. more]);
    }

    [Fact]
    public void Latents_that_were_saved_give_the_same_samples()
    {
        var (first, again, latents) = (Workplace.New("first") + ".npz", Workplace.New("again") + ".npz", Workplace.New("latents") + ".safetensors");
        Assert.Equal([first, latents], Bigbigan.Run("sample", FinishedRun.Folder, "--format", "npz", "--count", "66", "--out", first, "--save-latents", latents).Succeeds().OutLines);
        Assert.Equal([66, 32], new SafeTensors(File.ReadAllBytes(latents)).Shape("latents"));
        Bigbigan.Run("sample", FinishedRun.Folder, "--format", "npz", "--latents", latents, "--out", again).Succeeds();
        using var one = new Npz(first);
        using var other = new Npz(again);
        Assert.Equal(one.Values<byte>("arr_0"), other.Values<byte>("arr_0"));
        Assert.Equal(
            "--count is 67, and the file of --latents has 66; expected at most as many",
            Bigbigan.Run("sample", FinishedRun.Folder, "--latents", latents, "--count", "67", "--out", again + ".png").Refusal());
    }

    [Fact]
    public void Embedded_latents_are_drawn_from_by_name()
    {
        var (file, picture) = (Workplace.New("features") + ".safetensors", Workplace.New("again") + ".png");
        Bigbigan.Run("embed", FinishedRun.Folder, "--out", file).Succeeds();
        Assert.Equal(
            $"{file} has test.latents and train.latents; say which, as in {file}:test.latents", Bigbigan.Run("sample", FinishedRun.Folder, "--latents", file, "--out", picture).Refusal());
        Bigbigan.Run("sample", FinishedRun.Folder, "--latents", $"{file}:test.latents", "--out", picture).Succeeds();
        // four test images in one row
        Assert.InRange(Pictures.SizeOf(picture).Height, 96, 2 * 96);
    }

    [Fact]
    public async Task Embeddings_name_their_files_and_labels_in_every_format()
    {
        var (tensors, arrays, table) = (Workplace.New("features") + ".safetensors", Workplace.New("features") + ".npz", Workplace.New("features") + ".parquet");
        foreach (var file in new[] { tensors, arrays, table })
        {
            Bigbigan.Run("embed", FinishedRun.Folder, "--format", Path.GetExtension(file)[1..], "--out", file).Succeeds();
        }

        string[] files = ["bars/009.png", "bars/019.png", "discs/009.png", "discs/019.png"];
        var stored = new SafeTensors(File.ReadAllBytes(tensors));
        Assert.Equal($"[{string.Join(',', files.Select(name => $"\"{name}\""))}]", stored.Header.GetProperty("__metadata__").GetProperty("test.files").GetString());
        Assert.Equal([0, 1, 2, 3], stored.Values<long>("test.index").ToArray());

        using var npz = new Npz(arrays);
        Assert.Equal(files, npz.Texts("test.files"));
        Assert.Equal(["bars", "discs"], npz.Texts("classes"));
        Assert.Equal(stored.Values<float>("train.latents").ToArray(), npz.Values<float>("train.latents"));
        Assert.Equal([0, 0, 1, 1], npz.Values<long>("test.labels"));

        var rows = await Parquet(table);
        Assert.Equal(["split", "index", "file", "label", "class", "features", "latents"], rows.Keys);
        Assert.Equal([.. Enumerable.Repeat("train", 36), .. Enumerable.Repeat("test", 4)], rows["split"]);
        Assert.Equal(files, rows["file"].TakeLast(4));
        Assert.Equal(["bars", "bars", "discs", "discs"], rows["class"].TakeLast(4));
        Assert.Equal([.. stored.Values<float>("train.latents").ToArray(), .. stored.Values<float>("test.latents").ToArray()], rows["latents"].Cast<float>());
    }

    [Fact]
    public async Task One_picture_is_embedded_like_the_same_picture_among_others()
    {
        var (all, one, flat) = (Workplace.New("all") + ".npz", Workplace.New("one") + ".npz", Workplace.New("flat") + ".parquet");
        Bigbigan.Run("embed", FinishedRun.Folder, "--out", all).Succeeds();
        Bigbigan.Run("embed", FinishedRun.Folder, "--data", Path.Combine(Pictures.TwoClasses, "bars", "009.png"), "--out", one).Succeeds();
        using var among = new Npz(all);
        using var alone = new Npz(one);
        Assert.Equal(["009.png"], alone.Texts("images.files"));
        Assert.DoesNotContain("images.labels.npy", alone.Names);
        // another batch size moves the last digits
        Assert.All(among.Values<float>("test.latents")[..32].Zip(alone.Values<float>("images.latents")), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        Bigbigan.Run("embed", FinishedRun.Folder, "--data", Path.Combine(Pictures.TwoClasses, "discs"), "--out", flat).Succeeds();
        var rows = await Parquet(flat);
        Assert.Equal(["split", "index", "file", "features", "latents"], rows.Keys);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i:000}.png"), rows["file"]);
    }

    [Theory]
    [InlineData("--format is 'gif'; expected picture, png-folder or npz", "sample", "nowhere", "--format", "gif", "--out", "a.gif")]
    [InlineData("--out is 'a.png'; expected a file that ends in .npz", "sample", "nowhere", "--format", "npz", "--out", "a.png")]
    [InlineData("--real goes with --format png-folder or npz", "sample", "nowhere", "--out", "a.png", "--real", "b.png")]
    [InlineData("--out, --save-latents and --real name one place twice (a, ./a); expected a place for each", "sample", "nowhere", "--format", "png-folder", "--out", "a", "--real", "./a")]
    [InlineData("--save-latents is 'a.pt'; expected a file that ends in .safetensors or .npz", "sample", "nowhere", "--out", "a.png", "--save-latents", "a.pt")]
    [InlineData("--format is 'csv'; expected safetensors, npz or parquet", "embed", "nowhere", "--format", "csv", "--out", "a.csv")]
    [InlineData("--out is 'a.npz'; expected a file that ends in .parquet", "embed", "nowhere", "--format", "parquet", "--out", "a.npz")]
    public void A_mistake_is_told_before_the_work(string line, params string[] arguments) => Assert.Equal(line, Bigbigan.Run(arguments).Refusal());

    /// <summary>The columns by name; lists one after the other.</summary>
    private static async Task<Dictionary<string, List<object>>> Parquet(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        var columns = new Dictionary<string, List<object>>();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            foreach (var field in reader.Schema.GetDataFields())
            {
                var name = field.Path.FirstPart!;
                columns.TryAdd(name, []);
                columns[name].AddRange((await Column(rows, field)).Cast<object>());
            }
        }

        return columns;
    }

    private static async Task<Array> Column(ParquetRowGroupReader rows, DataField field)
    {
        var count = (int)rows.GetMetadata(field)!.MetaData!.NumValues;
        if (field.ClrType == typeof(long))
        {
            var numbers = new long[count];
            await rows.ReadAsync<long>(field, numbers.AsMemory());
            return numbers;
        }

        if (field.ClrType == typeof(float))
        {
            var (numbers, definitions, repetitions) = (new float[count], new int[count], new int[count]);
            await rows.ReadRawAsync<float>(field, numbers.AsMemory(), definitions.AsMemory(), repetitions.AsMemory(), CancellationToken.None);
            // a list begins where nothing repeats
            Assert.Equal(rows.RowCount, repetitions.Count(level => level == 0));
            return numbers;
        }

        var texts = new string?[count];
        await rows.ReadAsync(field, texts.AsMemory());
        return texts;
    }
}
