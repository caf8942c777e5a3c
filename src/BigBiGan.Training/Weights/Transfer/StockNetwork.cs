using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Training.Weights.Layouts;

namespace BigBiGan.Training.Weights.Transfer;

/// <summary>Whether BigGAN-PyTorch's own Generator or Discriminator takes an exported network, and how it is made then.</summary>
/// <param name="Call">The constructor's call; empty where none fits.</param>
/// <param name="Misfits">What forbids it, a clause each.</param>
public sealed record StockNetwork(string Call, IReadOnlyList<string> Misfits)
{
    /// <summary>Multiples of the width at the outputs of the blocks: G_arch and D_arch of its BigGAN.py.</summary>
    private static readonly Dictionary<int, (int[] G, int[] D)> Widths = new()
    {
        [32] = ([4, 4, 4], [4, 4, 4, 4]),
        [64] = ([16, 8, 4, 2], [1, 2, 4, 8, 16]),
        [128] = ([16, 8, 4, 2, 1], [1, 2, 4, 8, 16, 16]),
        [256] = ([16, 8, 8, 4, 2, 1], [1, 2, 4, 8, 8, 16, 16]),
        [512] = ([16, 8, 8, 4, 2, 1, 1], [1, 1, 2, 4, 8, 8, 16, 16]),
    };

    /// <summary>A line for people.</summary>
    /// <param name="role">G or D.</param>
    public string Text(string role) => Misfits.Count == 0
        ? $"{role} fits BigGAN-PyTorch's {Call}"
        : $"{role} does not fit BigGAN-PyTorch's own {Class(role)}: {string.Join("; ", Misfits)}";

    /// <param name="role">G or D, for all of which the layout biggan-pytorch has names.</param>
    public static StockNetwork Of(VariantModel model, string role)
    {
        var network = model.Networks.Single(named => named.Role == role).Network;
        var shapes = NamedTensor.Of(network).ToDictionary(own => Layout.BigGanPytorch.Find(role, own).First().Theirs, own => own.Tensor.shape);
        var misfits = new List<string>();
        if (model.Facts.Colours != 3)
        {
            misfits.Add(string.Create(CultureInfo.InvariantCulture, $"its images have 3 colours, these have {model.Facts.Colours}"));
        }

        if (!Widths.TryGetValue(model.Facts.ImageSize, out var widths))
        {
            misfits.Add(string.Create(CultureInfo.InvariantCulture, $"its sizes are {string.Join(", ", Widths.Keys)} px, this is {model.Facts.ImageSize}"));
            return new StockNetwork("", misfits);
        }

        var blocks = Enumerable.Range(0, 16)
            .TakeWhile(i => shapes.ContainsKey($"blocks.{i}.0.conv1.weight"))
            .Select(i => shapes[$"blocks.{i}.0.conv1.weight"]).ToList();
        var multiples = role == "G" ? widths.G : widths.D;
        var width = blocks[^1][0] / multiples[^1];
        long first = role == "G" ? multiples[0] * width : model.Facts.Colours;
        long[] wanted = [first, .. multiples.Select(multiple => multiple * width)];
        long[] found = [blocks[0][1], .. blocks.Select(block => block[0])];
        if (!wanted.SequenceEqual(found))
        {
            misfits.Add($"its blocks have channels {string.Join("-", wanted)} for ch {width}, these {string.Join("-", found)}");
        }

        var sizes = Sizes(role, model.Facts.ImageSize, blocks.Count);
        int[] attended = [.. Enumerable.Range(0, blocks.Count).Where(i => shapes.ContainsKey($"blocks.{i}.1.theta.weight"))];
        int[] places = [.. attended.Select(i => sizes[i]).Distinct().Order()];
        if (Enumerable.Range(0, blocks.Count).Count(i => places.Contains(sizes[i])) != attended.Length)
        {
            misfits.Add("its attention stands after every block of a size");
        }

        var attention = places.Length == 0 ? "0" : string.Join('_', places);
        return new StockNetwork(
            misfits.Count > 0 ? ""
                : role == "G" ? Generator(model.Facts, shapes, width, attention)
                : Discriminator(model.Facts, width, attention),
            misfits);
    }

    private static string Class(string role) => role == "G" ? "Generator" : "Discriminator";

    private static string Generator(VariantFacts facts, Dictionary<string, long[]> shapes, long width, string attention) => string.Create(
        CultureInfo.InvariantCulture,
        $"Generator(G_ch={width}, dim_z={facts.LatentSize}, resolution={facts.ImageSize}, G_attn='{attention}', "
        + $"n_classes={shapes["shared.weight"][0]}, "
        + $"shared_dim={shapes["shared.weight"][1]}, hier=True, BN_eps=1e-4, SN_eps=1e-4), then G.output_layer[0].eps = 1e-4");

    private static string Discriminator(VariantFacts facts, long width, string attention) => string.Create(
        CultureInfo.InvariantCulture,
        $"Discriminator(D_ch={width}, resolution={facts.ImageSize}, D_attn='{attention}', "
        + $"n_classes={facts.Labels?.Classes ?? 1}, SN_eps=1e-4){(facts.Labels is null ? ", then del D.embed; D.embed = lambda y: 0" : "")}");

    /// <summary>Of the images after each block.</summary>
    private static int[] Sizes(string role, int image, int blocks) => role == "G"
        ? [.. Enumerable.Range(0, blocks).Select(i => 8 << i)]
        : image == 32 ? [.. Enumerable.Repeat(16, blocks)] : [.. Enumerable.Range(0, blocks).Select(i => Math.Max(4, image >> (i + 1)))];
}
