using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("list")]
    [InlineData("describe")]
    [InlineData("diff")]
    [InlineData("check")]
    [InlineData("doctor")]
    [InlineData("parity")]
    [InlineData("speed")]
    [InlineData("train")]
    [InlineData("watch")]
    [InlineData("evaluate")]
    [InlineData("sample")]
    [InlineData("compare")]
    [InlineData("reconstruct")]
    [InlineData("embed")]
    [InlineData("cluster")]
    [InlineData("import")]
    [InlineData("export")]
    [InlineData("report")]
    [InlineData("grid")]
    [InlineData("grid", "plan")]
    [InlineData("grid", "run")]
    [InlineData("grid", "status")]
    [InlineData("grid", "cancel")]
    [InlineData("grid", "logs")]
    [InlineData("grid", "report")]
    public void Every_command_explains_itself_with_an_example(params string[] command)
    {
        var lines = Bigbigan.Run([.. command, "--help"]).Succeeds().OutLines;
        Assert.Contains("Usage:", lines);
        var examples = Array.FindIndex(lines, line => line is "Example:" or "Examples:");
        Assert.True(examples > 0);
        Assert.All(lines[(examples + 1)..], line => Assert.StartsWith($"  bigbigan {string.Join(' ', command)}", line));
        Assert.NotEmpty(lines[(examples + 1)..]);
    }

    [Fact]
    public void The_program_lists_its_commands_a_line_each()
    {
        var lines = Bigbigan.Run("--help").Succeeds().OutLines;
        Assert.Equal(20, lines.SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line != "Example:").Count());
    }
}
