using System.Text.Json;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

public sealed class DescribeTests
{
    [Fact]
    public void List_names_every_spec_below_models()
    {
        var models = Path.Combine(Repository.Root, "models");
        var specs = new[] { "bigan", "generation", "imagenet", "small" }.SelectMany(folder => Directory.GetFiles(Path.Combine(models, folder), "*.yaml"))
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(models, file), null)).Order(StringComparer.Ordinal);
        var listed = Bigbigan.Run("list", "--json").Succeeds().Json().EnumerateArray().ToList();
        Assert.Equal(specs, listed.Select(v => v.GetProperty("path").GetString()));
        Assert.All(listed, v => Assert.True(v.GetProperty("parameters").GetProperty("G").GetInt64() > 0));
        var table = Bigbigan.Run("list").Succeeds().Out;
        Assert.All(specs, spec => Assert.Contains($" {spec} ", table));
    }

    [Theory]
    [InlineData("imagenet/base", "normal")]
    [InlineData("base", "normal")]
    [InlineData("small/fashion.yaml", "normal")]
    public void Describe_adds_up_layer_by_layer(string name, string prior)
    {
        var variant = Bigbigan.Run("describe", name, "--json").Succeeds().Json();
        Assert.Equal(prior, variant.GetProperty("prior").GetString());
        var networks = variant.GetProperty("networks");
        Assert.Equal(["G", "E", "D"], networks.EnumerateObject().Select(n => n.Name));
        foreach (var network in networks.EnumerateObject().Select(n => n.Value))
        {
            var layers = network.GetProperty("layers").EnumerateArray().ToList();
            Assert.Equal(network.GetProperty("parameters").GetInt64(), layers.Sum(l => l.GetProperty("parameters").GetInt64()));
            Assert.Equal(network.GetProperty("multiplyAdds").GetInt64(), layers.Sum(l => l.GetProperty("multiplyAdds").GetInt64()));
            Assert.All(layers, layer =>
            {
                Assert.NotEmpty(layer.GetProperty("name").GetString()!);
                Assert.NotEmpty(layer.GetProperty("operation").GetString()!);
                Assert.All(Dimensions(layer, "input").Concat(Dimensions(layer, "output")), d => Assert.True(d > 0));
            });
        }
    }

    [Theory]
    [InlineData("small/fashion", "batch 16, 1300 steps of 2 D and 1 joint update, rates G 0.0004 D 0.0004 E 0.001, Adam 0.5 0.999, EMA 0.998\n")]
    [InlineData("small/imagenet-32", ", Adam 0 0.999, EMA 0.9999 from step 20000\n")]
    public void The_training_is_a_line(string name, string line) => Assert.Contains(line, Bigbigan.Run("describe", name).Succeeds().Out);

    [Fact]
    public void The_generator_ends_in_the_image_and_the_table_shows_it()
    {
        var layers = Bigbigan.Run("describe", "fashion", "--json").Succeeds().Json().GetProperty("networks").GetProperty("G").GetProperty("layers");
        Assert.Equal([1, 32, 32], Dimensions(layers.EnumerateArray().Last(), "output"));
        Assert.Contains("1 x 32 x 32", Bigbigan.Run("describe", "fashion").Succeeds().Out);
    }

    [Fact]
    public void A_diagram_is_printed_or_written_to_a_file()
    {
        Assert.StartsWith("---\ntitle: \"small/fashion\"\n---\nflowchart TB\n", Bigbigan.Run("describe", "fashion", "--diagram", "mermaid").Succeeds().Out);
        var file = Workplace.New("fashion") + ".svg";
        Assert.Equal($"{file}\n", Bigbigan.Run("describe", "fashion", "--diagram", "svg", "--out", file).Succeeds().Out);
        Assert.Equal(Bigbigan.Run("describe", "fashion", "--diagram", "svg").Succeeds().Out, File.ReadAllText(file));
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(file).Root!.Name.LocalName);
    }

    /// <summary>docs/images/base.svg is what the command that docs/editors.md shows beside it gives.</summary>
    [Fact]
    public void The_picture_of_the_docs_is_todays()
    {
        var file = Path.Combine(Repository.Root, "docs", "images", "base.svg");
        var drawn = Bigbigan.Run("describe", "imagenet/base", "--diagram", "svg").Succeeds().Out;
        if (Environment.GetEnvironmentVariable("BIGBIGAN_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.Equal(drawn, File.ReadAllText(file));
    }

    [Fact]
    public void A_pipe_that_closes_early_is_no_fault() => Assert.StartsWith("small/fashion", Bigbigan.Bash("set -o pipefail; bigbigan describe fashion | head -n 1").Succeeds().Out);

    private static List<int> Dimensions(JsonElement layer, string name) => [.. layer.GetProperty(name).EnumerateArray().Select(d => d.GetInt32())];
}
