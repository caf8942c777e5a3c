using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>A libtorch that the user has already: <c>--libtorch</c> and <c>BIGBIGAN_LIBTORCH</c>.</summary>
public sealed class LibTorchTests
{
    private const string Advice = """name the libtorch of an installed PyTorch by --libtorch or BIGBIGAN_LIBTORCH: python3 -c "import torch, os; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))" prints it""";

    /// <summary>Of the package, as these tests have it.</summary>
    private static readonly string Package = (string)AppContext.GetData("BigBiGan.LibTorchFolder")!;

    [Fact]
    public void A_folder_that_is_laid_out_as_PyTorch_lays_it_calculates_the_same_bytes()
    {
        var lib = Linked("lib");
        File.WriteAllText(Path.Combine(lib, "..", "version.py"), "from typing import Optional\n__version__ = '2.10.0+cu128'\ncuda: Optional[str] = '12.8'\n");
        var (own, named, set) = (Workplace.New("own") + ".png", Workplace.New("named") + ".png", Workplace.New("set") + ".png");
        var sample = $"bigbigan sample '{FinishedRun.Folder}' --count 4 --threads 1 --out";

        Bigbigan.Bash($"{sample} '{own}'").Succeeds();
        Bigbigan.Bash($"{sample} '{named}' --libtorch '{lib}'").Succeeds();
        Bigbigan.Bash($"BIGBIGAN_LIBTORCH='{Path.GetDirectoryName(lib)}'; export BIGBIGAN_LIBTORCH; {sample} '{set}'").Succeeds();

        Assert.Equal(File.ReadAllBytes(own), File.ReadAllBytes(named));
        Assert.Equal(File.ReadAllBytes(own), File.ReadAllBytes(set));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        var folder = Workplace.New("nothing");
        Assert.Equal($"the libtorch folder {folder} does not exist; {Advice}", Refusal(folder));
    }

    [Fact]
    public void A_folder_without_libtorch_is_told()
    {
        var folder = Workplace.NewFolder("empty");
        Assert.Equal($"the folder {folder} has no libtorch_cpu.so; {Advice}", Refusal(folder));
    }

    [Fact]
    public void A_library_that_was_cut_short_is_told_before_it_is_loaded()
    {
        var lib = Linked("lib");
        var library = Path.Combine(lib, "libtorch_cpu.so");
        File.Delete(library);
        using (var whole = File.OpenRead(Path.Combine(Package, "libtorch_cpu.so")))
        {
            var part = new byte[1_000_000];
            whole.ReadExactly(part);
            File.WriteAllBytes(library, part);
        }

        Assert.Matches($"^{library} is cut short: it ends after 1000000 bytes, and asks for some up to \\d{{9}}; fetch it again$", Refusal(lib));
    }

    [Fact]
    public void What_is_no_library_is_told()
    {
        var lib = Linked("lib");
        var library = Path.Combine(lib, "libc10.so");
        File.Delete(library);
        File.WriteAllText(library, "version https://git-lfs.github.com/spec/v1\n" + new string('x', 100));
        Assert.Equal($"{library} is no library of a 64-bit machine; fetch it again", Refusal(lib));
    }

    [Theory]
    [InlineData("../version.py", "__version__ = '2.9.1+cpu'\n", "2.9.1+cpu")]
    [InlineData("../build-version", "2.11.0+cu130\n", "2.11.0+cu130")]
    [InlineData("libtorch_cpu.so.1.13", "", "1.13")]
    public void Another_version_is_told_and_not_loaded(string file, string text, string version)
    {
        var lib = Linked("lib");
        File.WriteAllText(Path.Combine(lib, file), text);
        Assert.Equal(
            $"the libtorch in {lib} is {version}, and this program needs 2.10.0 (or another 2.10); install that (pip install torch==2.10.0), "
            + "or leave out --libtorch and BIGBIGAN_LIBTORCH where the program has a libtorch of its own",
            Refusal(lib));
    }

    /// <summary>A whole library that has next to nothing in it stands for one whose version nobody knows.</summary>
    [Fact]
    public void Symbols_that_are_missing_are_counted_and_the_first_is_named()
    {
        var lib = Linked("lib");
        File.Delete(Path.Combine(lib, "libtorch_cpu.so"));
        File.CreateSymbolicLink(Path.Combine(lib, "libtorch_cpu.so"), Path.Combine(Package, "libtorch.so"));
        Assert.Matches(
            $"^the libtorch in {lib} \\(its version is not told\\) lacks \\d{{4}} of the symbols that this program calls, first at::.*; it needs a libtorch 2.10.0, whole: ",
            Refusal(lib));
    }

    /// <summary>The files of the package under another folder, without a word about their version.</summary>
    private static string Linked(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Workplace.New("torch"), name)).FullName;
        foreach (var file in Directory.GetFiles(Package))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        }

        return folder;
    }

    private static string Refusal(string folder) => Bigbigan.Run("train", "fashion", "--steps", "1", "--run", Workplace.New("none"), "--libtorch", folder).Refusal();
}
