using System.Globalization;

namespace BigBiGan.Dsl.Generator.Tests.Harness;

/// <summary>A models folder of any size: groups of a base and ten that extend it, each a spec of some sixty lines, and a grid over the first group.</summary>
internal static class ManySpecs
{
    public const string Base = "group0/base.yaml";

    public const string Leaf = "group0/child3.yaml";

    public const string Grid = "grids/rates.yaml";

    /// <summary>How many specs extend <see cref="Base"/>.</summary>
    public static int Dependants(int specs) => Math.Min(10, specs - 1);

    public static IReadOnlyList<(string Path, string Text)> Of(int specs) =>
        [.. Enumerable.Range(0, specs).Select(i => i % 11 == 0 ? ($"group{i / 11}/base.yaml", BaseText(i / 11)) : ($"group{i / 11}/child{i % 11}.yaml", ChildText(i)))];

    /// <summary>Three variants of the first group, two values, two seeds.</summary>
    public static string GridText => """
        grid: Rates
        variants: [../group0/base, ../group0/child1, ../group0/child2]
        seeds: [0, 1]
        data: fashion-mini
        product: { training.learning-rate.D: [2e-4, 3e-4] }

        """;

    public static string BaseText(int group, int batch = 4) => Text($"Base{group}", null, 2 + (group % 3), 10, batch);

    /// <param name="number">Of all specs.</param>
    public static string ChildText(int number, int steps = 20) => Text($"Child{number % 11}", "base", 2 + (number % 4), steps, null);

    private static string Text(string name, string? extends, int channels, int steps, int? batch)
    {
        string[] lines =
        [
            $"# {name}: written as people write, a key a line.",
            $"variant: {name}",
            $"summary: the networks of group and number, {channels} channels",
            .. extends is null ? Array.Empty<string>() : [$"extends: {extends}"],
            "",
            "# What z is, and what x is.",
            "latent:",
            "  size: 8",
            "  prior: normal",
            "image:",
            "  size: 32",
            "  colours: 1",
            "",
            "# G: 4x4 to 32x32.",
            "generator:",
            string.Create(CultureInfo.InvariantCulture, $"  channels: {channels}"),
            "  shared: 4",
            "  blocks: biggan",
            "",
            "# E: as small as it goes.",
            "encoder:",
            "  image: 32",
            "  backbone:",
            "    family: resnet",
            "    depth: [1, 1]",
            "    width: 1",
            "    channels: 4",
            "    stem: small",
            "  head:",
            "    layers: 2",
            "    width: 8",
            "  posterior: gaussian",
            "",
            "# D: F on x, H on z, J on both.",
            "discriminator:",
            "  F:",
            "    channels: 2",
            "    blocks: biggan",
            "  H:",
            "    layers: 2",
            "    width: 8",
            "  J:",
            "    layers: 2",
            "    width: 8",
            "",
            "objective:",
            "  loss: hinge",
            "  scores: [x, z, xz]",
            "",
            "training:",
            .. batch is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"  batch: {batch}")],
            string.Create(CultureInfo.InvariantCulture, $"  steps: {steps}"),
            "  learning-rate:",
            "    G: 1e-4",
            "    D: 1e-4",
            "    E: 1e-4",
            "  adam:",
            "    beta1: 0.5",
            "    beta2: 0.999",
            "  discriminator-steps: 1",
            "  ema: 0.9",
            "",
        ];
        return string.Join('\n', lines);
    }
}
