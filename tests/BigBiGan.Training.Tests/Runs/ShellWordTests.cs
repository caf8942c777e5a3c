using System.Diagnostics;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Tests.Runs;

public class ShellWordTests
{
    [Theory]
    [InlineData("runs/small-fashion-001", "runs/small-fashion-001")]
    [InlineData("/data/größe/run", "/data/größe/run")]
    [InlineData("my runs/one", "'my runs/one'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(rm -rf x)", "'$(rm -rf x)'")]
    [InlineData("", "''")]
    public void A_path_that_a_shell_would_take_apart_is_quoted(string path, string expected)
    {
        Assert.Equal(expected, ShellWord.Of(path));
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"printf %s {expected}"]) { RedirectStandardOutput = true })!;
        Assert.Equal(path, shell.StandardOutput.ReadToEnd());
    }
}
