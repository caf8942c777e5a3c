using BigBiGan.Cli.Commands;
using BigBiGan.Cli.Specs;
using Spectre.Console.Testing;

namespace BigBiGan.Cli.Tests;

public sealed class ListTests
{
    [Theory]
    [InlineData(80, false)]
    [InlineData(160, true)]
    public void Every_variant_has_one_line_whatever_the_width(int width, bool about)
    {
        var variants = CompiledSpecs.All.Select(VariantDescription.Of).ToList();
        using var console = new TestConsole();
        console.Profile.Width = width;
        console.Write(ListCommand.Rows(variants, width));
        var lines = console.Output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Skip(2).ToList();
        Assert.Equal(variants.Select(variant => variant.Path), lines.Select(line => line.Trim().Split(' ')[0]));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        Assert.Equal(about, lines[0].EndsWith(variants[0].Summary, StringComparison.Ordinal));
    }
}
