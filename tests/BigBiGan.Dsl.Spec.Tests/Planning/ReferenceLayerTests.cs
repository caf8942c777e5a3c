using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Spec.Tests.Planning;

/// <summary>Layer by layer against the parameters of the PyTorch networks that the reference vectors were made with.</summary>
public sealed class ReferenceLayerTests
{
    private static readonly (string Pattern, string Name)[] Names =
    [
        (@"^(backbone\.)?stem\.0$", "stem.conv"),
        (@"^linear$", "stem"),
        (@"^out_norm$", "outputNorm"),
        (@"^out_conv$", "outputConv"),
        (@"^out$", "output"),
        (@"^backbone\.norm$", "norm"),
        (@"^score_xz$", "joint"),
        (@"^score_", ""),
        (@"^(F\.)?blocks\.\d+\.1\.", "attention."),
        (@"^([GF]\.)?blocks\.(\d+)\.0\.", "block@2."),
        (@"^[HJ]\.blocks\.(\d+)\.", "block@1."),
        (@"^head\.blocks\.(\d+)\.", "head@1."),
        (@"^backbone\.stages\.(\d+)\.(\d+)\.", "stage@1Unit@2."),
        (@"\bbn(\d)", "norm$1"),
        (@"\bfc(\d)", "linear$1"),
        (@"\bconv_sc$", "shortcut"),
        (@"\bproj$", "projection"),
    ];

    [Theory]
    [InlineData("generator_32", 32, 4, 20)]
    [InlineData("generator_64", 64, 2, 25)]
    [InlineData("generator_128", 128, 4, 24)]
    public void Generator(string reference, int size, int channels, int z)
    {
        var spec = Samples.Base
            .With("size: 128", $"size: {size}")
            .With("size: 120", $"size: {z}")
            .With("generator:   { channels: 96", $"generator: {{ channels: {channels}, shared: 8");
        Same(reference, Plans.Of(spec).Generator);
    }

    [Theory]
    [InlineData("image_trunk_32", 32, 4)]
    [InlineData("image_trunk_128", 128, 8)]
    public void Trunk(string reference, int size, int channels) =>
        Same(reference, Plans.Of(Samples.Base.With("size: 128", $"size: {size}").With("F: { channels: 96", $"F: {{ channels: {channels}")).F!);

    [Theory]
    [InlineData("F.")]
    [InlineData("H.")]
    [InlineData("J.")]
    [InlineData("score_")]
    public void Discriminator(string part)
    {
        var spec = Samples.Base.With("size: 128", "size: 32").With("size: 120", "size: 20").With("F: { channels: 96", "F: { channels: 4").With("width: 2048", "width: 24");
        var plan = Plans.Of(spec);
        NetworkPlan[] networks = [plan.F!, plan.H!, plan.J!, plan.Scores!];
        Same("discriminator_32", networks[Array.IndexOf(["F.", "H.", "J.", "score_"], part)], part);
    }

    [Theory]
    [InlineData("encoder_resnet", "family: resnet, depth: [2, 1, 1]", "gaussian", "normal")]
    [InlineData("encoder_revnet", "family: revnet, depth: [2, 2, 1]", "gaussian", "normal")]
    [InlineData("encoder_tanh", "family: resnet, stem: small, depth: [1, 1]", "tanh", "uniform")]
    public void Encoder(string reference, string backbone, string posterior, string prior)
    {
        var spec = Samples.Base
            .With("size: 128", "size: 32").With("image: 128", "image: 64")
            .With("size: 120", "size: 12").With("prior: normal", $"prior: {prior}")
            .With("family: resnet, depth: 50", $"{backbone}, channels: 4")
            .With("width: 4096", "width: 16")
            .With("posterior: gaussian", $"posterior: {posterior}");
        Same(reference, Plans.Of(spec).Encoder!);
    }

    private static void Same(string reference, NetworkPlan network, string part = "")
    {
        var planned = network.Modules.SelectMany(module => module.Layers).Where(layer => layer.Parameters > 0).Select(layer => $"{layer.Name} {layer.Parameters}");
        Assert.Equal(ReferenceLayers(reference, part).Order(), planned.Order());
    }

    /// <summary>The reference's weights and biases summed by layer, under our names.</summary>
    private static IEnumerable<string> ReferenceLayers(string reference, string part) => Resource.Text("reference-parameters.txt")
        .Split("# ").Single(section => section.StartsWith(reference + "\n", StringComparison.Ordinal))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Where(line => line.StartsWith(part, StringComparison.Ordinal))
        .Select(line => line.Split(' '))
        .Select(words => (Layer: OurName(words[0]), Count: words.Length == 1 ? 1 : words[1].Split('x').Aggregate(1L, (product, side) => product * int.Parse(side))))
        .GroupBy(parameter => parameter.Layer, parameter => parameter.Count)
        .Select(layer => $"{layer.Key} {layer.Sum()}");

    private static string OurName(string parameter)
    {
        var name = Regex.Replace(parameter, @"\.(weight|bias)$", "");
        foreach (var (pattern, ours) in Names)
        {
            // @n: group n, counted from one where the reference counts from zero.
            name = Regex.Replace(name, pattern, match => Regex.Replace(match.Result(ours), @"@(\d)", group => $"{int.Parse(match.Groups[int.Parse(group.Groups[1].Value)].Value) + 1}"));
        }

        return name;
    }
}
