using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>Self-attention with spectral norm (SAGAN).</summary>
public sealed record Attention(int Channels) : Block
{
    internal static BlockKind Kind { get; } = new("attention", BlockHosts.Both, BlockForm.Word, place => new Attention(place.Input.Channels))
    {
        IsPlainAlone = true,
        Member = _ => "Attention",
        Shape = place => place.Input,
        Fault = place => FaultOf(place.Input),
    };

    internal override string Class => Library + "Blocks.Attention";

    internal override string Arguments => $"{Channels}";

    internal override string Caption => "self-attention";

    internal override Shape Plan(Shape input, LayerPlanBuilder layers)
    {
        var channels = input.Channels;
        long positions = (long)input.Height * input.Width;
        layers.Conv("theta", input, channels / 8, 1, spectral: true, bias: false);
        layers.Conv("phi", input, channels / 8, 1, spectral: true, bias: false, saved: 0);
        var g = layers.Conv("g", input, channels / 2, 1, spectral: true, bias: false, saved: 0);
        layers.Conv("o", g, channels, 1, spectral: true, bias: false);

        // Every position looks at the 2x2-pooled ones, through C/8 keys and C/2 values.
        return layers.Add(
            "gamma", "attention with gain", input, input, 1,
            positions * (positions / 4) * ((channels / 8) + (channels / 2)), saved: (positions * (positions / 4)) + (2 * input.Elements));
    }

    private static BlockFault? FaultOf(Shape input) =>
        input.Channels % 8 != 0
            ? new BlockFault(
                Rule.AttentionChannels, $"attends on {Phrases.Count(input.Channels, "channel")}",
                "expected a multiple of 8: change the channels or move the attention", BlockCause.Channels)
        : input.Height == 1
            ? new BlockFault(Rule.AttentionSize, "attends on 1x1, and its keys are 2x2-pooled", "expected it before the image is that small", BlockCause.Size)
        : null;
}
