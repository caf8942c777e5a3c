using BigBiGan.Dsl.Native;

namespace BigBiGan.Dsl.Tests.Native;

public class ElfLibraryTests
{
    private static readonly string TorchSharp = Path.Combine((string)AppContext.GetData("BigBiGan.TorchSharpFolder")!, "libLibTorchSharp.so");
    private static readonly string LibTorch = (string)AppContext.GetData("BigBiGan.LibTorchFolder")!;

    [Fact]
    public void A_library_offers_what_others_call_and_asks_for_what_libtorch_has()
    {
        var library = ElfLibrary.Read(TorchSharp);

        Assert.Contains("THSTensor_add", library.Offered);
        Assert.Contains("_ZN2at4_ops4neg_4callERNS_6TensorE", library.Asked);
        Assert.DoesNotContain("memcpy", library.Asked); // glibc's, which has a version
        Assert.DoesNotContain("__gmon_start__", library.Asked); // weak: nobody need have it
        Assert.DoesNotContain(library.Asked, library.Offered.Contains);
    }

    [Fact]
    public void What_TorchSharp_asks_for_is_in_its_libtorch() =>
        OwnLibTorch.Check(LibTorch, TorchSharp);

    [Theory]
    [InlineData(0, "is cut short")]
    [InlineData(63, "is cut short")]
    [InlineData(1_000, "is cut short")]
    [InlineData(2_000_000, "is cut short: it ends after 2000000 bytes, and asks for some up to")]
    public void A_file_that_was_cut_short_is_told(int length, string message)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, File.ReadAllBytes(TorchSharp)[..length]);
            Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => ElfLibrary.Read(file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
