using BigBiGan.Dsl.Native;

namespace BigBiGan.Dsl.Tests.Native;

public class WeakVersionTests
{
    [Fact]
    public void One_flag_of_the_library_changes_and_nothing_else()
    {
        var folder = (string)AppContext.GetData("BigBiGan.TorchSharpFolder")!;
        var original = File.ReadAllBytes(Path.Combine(folder, "libLibTorchSharp.so"));
        var patched = original.ToArray();
        Assert.True(WeakVersion.MakeOptional(patched, "GLIBCXX_3.4.32"));
        var changed = Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i]).ToArray();
        Assert.Equal(2, Assert.Single(changed.Select(i => original[i] ^ patched[i])));
    }

    [Fact]
    public void A_version_that_is_not_asked_for_is_not_found()
    {
        var folder = (string)AppContext.GetData("BigBiGan.TorchSharpFolder")!;
        var library = File.ReadAllBytes(Path.Combine(folder, "libLibTorchSharp.so"));
        Assert.False(WeakVersion.MakeOptional(library, "GLIBCXX_9.9.99"));
    }

    [Fact]
    public void Other_files_are_refused() =>
        Assert.Throws<InvalidDataException>(() => WeakVersion.MakeOptional(new byte[100], "GLIBCXX_3.4.32"));
}
