using System.Formats.Tar;
using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class DataTests
{
    [Fact]
    public void A_run_on_an_archive_is_that_on_the_folder_and_goes_on_from_another_folder()
    {
        var archive = Archive();
        var run = Workplace.New("archived");
        string[] asked = [.. FinishedRun.Arguments.Select(argument => argument == Pictures.TwoClasses ? Path.GetFileName(archive) : argument)];

        var cache = Workplace.Copy(Workplace.Cache);
        Run(cache, Path.GetDirectoryName(archive)!, [.. asked, "--steps", "2", "--run", run]);
        Run(cache, Workplace.Folder, "train", "--resume", run, "--steps", $"{FinishedRun.Steps}", "--no-evaluation");

        Assert.Equal(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps), FinishedRun.Checkpoint(run, FinishedRun.Steps));
        using var stored = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        Assert.Equal(archive, stored.RootElement.GetProperty("dataSource").GetString());
        Assert.Equal("pixels", stored.RootElement.GetProperty("dataIdentityOf").GetString());

        // one index for both sittings: offsets and names, and no code
        var index = File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(cache, "bigbigan", "index"))));
        Assert.True(index.AsSpan().EndsWith("BBGINDEX"u8));
    }

    [Fact]
    public void Info_says_what_a_source_is_read_as()
    {
        var answer = Bigbigan.Run("data", "info", Pictures.TwoClasses, "--size", "32").Succeeds();
        Assert.StartsWith($"{Pictures.TwoClasses}: a folder of class folders of PNG or JPEG\n  train: ", answer.Out, StringComparison.Ordinal);
        Assert.Contains("images in 2 classes", answer.Out);

        using var folder = JsonDocument.Parse(Bigbigan.Run("data", "info", Pictures.TwoClasses, "--size", "32", "--json").Succeeds().Out);
        using var archive = JsonDocument.Parse(Run(Workplace.Copy(Workplace.Cache), Workplace.Folder, "data", "info", Archive(), "--size", "32", "--json").Out);
        Assert.StartsWith("tar archives of pictures", archive.RootElement.GetProperty("readAs").GetString(), StringComparison.Ordinal);
        foreach (var equal in new[] { "identity", "identityOf", "classNames", "train", "test" })
        {
            Assert.Equal(folder.RootElement.GetProperty(equal).ToString(), archive.RootElement.GetProperty(equal).ToString());
        }
    }

    [Fact]
    public void Check_lists_the_broken_pictures_and_ends_with_1()
    {
        var folder = Pictures.Folder("to-check", perClass: 12);
        Assert.Equal($"{folder}: 24 images decoded, 0 broken\n", Bigbigan.Run("data", "check", folder).Succeeds().Out);

        var broken = Path.Combine(folder, "discs", "007.png");
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..40]);
        var answer = Bigbigan.Run("data", "check", folder);

        Assert.Equal(1, answer.Code);
        Assert.Matches($"^{broken}: .+\n{folder}: 24 images decoded, 1 broken\n$", answer.Out);
        using var json = JsonDocument.Parse(Bigbigan.Run("data", "check", folder, "--json").Out);
        Assert.StartsWith(broken, Assert.Single(json.RootElement.GetProperty("broken").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train-00000-of-00001.parquet", "Parquet files", "zebra")]
    [InlineData("chunked.hdf5", "an HDF5 file", "0")]
    [InlineData("packed.npz", "NPZ files", "0")]
    public void Info_and_check_take_a_file_with_many_images(string name, string kind, string first)
    {
        var file = Path.Combine(Repository.Root, "tests", "BigBiGan.Training.Tests", "golden", "forms", name);
        var cache = Workplace.Copy(Workplace.Cache);

        using var info = JsonDocument.Parse(Run(cache, Workplace.Folder, "data", "info", file, "--size", "6", "--json").Out);
        Assert.StartsWith(kind, info.RootElement.GetProperty("readAs").GetString(), StringComparison.Ordinal);
        Assert.Equal(first, info.RootElement.GetProperty("classNames")[0].GetString());
        Assert.Equal((11, 3), (info.RootElement.GetProperty("train").GetProperty("images").GetInt32(), info.RootElement.GetProperty("test").GetProperty("images").GetInt32()));
        Assert.Equal($"{file}: 14 images decoded, 0 broken\n", Run(cache, Workplace.Folder, "data", "check", file).Out);
    }

    [Fact]
    public void A_pack_is_trained_on_as_the_folder_is_and_an_interrupted_one_is_gone_on_with()
    {
        var pack = Path.Combine(Workplace.NewFolder("packed"), "pictures.pack");
        string[] asked = ["data", "pack", Pictures.TwoClasses, "--size", "64", "--out", pack];
        var answer = Bigbigan.Run(asked).Succeeds();
        Assert.Matches($"^{pack}: 40 images, [0-9.]+ MB, [0-9]+ images/s; train on it with: --data '{pack}'\n$", answer.Out);

        var whole = File.ReadAllBytes(pack);
        File.Delete(pack);
        File.WriteAllBytes(pack + ".part", whole[..(whole.Length / 2)]);
        var again = Bigbigan.Run([.. asked, "--json"]).Succeeds();
        Assert.InRange(again.Json().GetProperty("found").GetInt32(), 15, 25);
        Assert.Equal(whole, File.ReadAllBytes(pack));

        var run = Workplace.New("packed-run");
        Bigbigan.Run([.. FinishedRun.Arguments.Select(argument => argument == Pictures.TwoClasses ? pack : argument), "--steps", $"{FinishedRun.Steps}", "--run", run]).Succeeds();
        Assert.Equal(FinishedRun.Checkpoint(FinishedRun.Folder, FinishedRun.Steps), FinishedRun.Checkpoint(run, FinishedRun.Steps));

        whole[300] ^= 1;
        File.WriteAllBytes(pack, whole);
        var check = Bigbigan.Run("data", "check", pack);
        Assert.Equal(1, check.Code);
        Assert.StartsWith($"{pack}: picture 0: its bytes are not those that were written\n", check.Out);
    }

    [Theory]
    [InlineData("pack fashion-mini --size 3 --out a.pack", "--size is '3'; expected 4 to 4096")]
    [InlineData("pack fashion-mini --size 32 --out a.tar", "--out is 'a.tar'; expected a file that ends in .pack")]
    [InlineData("pack fashion-mini --size 32 --colours 2 --out a.pack", "--colours is '2'; expected 1 or 3")]
    public void A_pack_that_cannot_be_written_is_refused(string line, string expected) =>
        Assert.Contains(expected, Bigbigan.Run(["data", .. line.Split(' ')]).Refusal());

    [Theory]
    [InlineData("--size 0", "--size is 0; expected an integer from 1 to 4096")]
    [InlineData("--colours 2", "--colours is 2; expected 1 or 3")]
    public void An_option_that_no_variant_could_ask_for_is_refused(string option, string expected) =>
        Assert.Contains(expected, Bigbigan.Run(["data", "info", "fashion-mini", .. option.Split(' ')]).Refusal());

    /// <summary>With a cache of its own: that of the other tests holds no indexes.</summary>
    private static Answer Run(string cache, string folder, params string[] arguments) =>
        Bigbigan.Finish(Bigbigan.Start("env", folder, [$"XDG_CACHE_HOME={cache}", "dotnet", Bigbigan.Program, .. arguments])).Succeeds();

    private static string Archive()
    {
        var archive = Path.Combine(Workplace.NewFolder("archive"), "pictures.tar");
        TarFile.CreateFromDirectory(Pictures.TwoClasses, archive, includeBaseDirectory: false);
        return archive;
    }
}
