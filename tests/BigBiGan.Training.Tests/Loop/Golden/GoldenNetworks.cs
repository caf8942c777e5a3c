using BigBiGan.Dsl;
using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>G at 32 px: ch 4, z 20 in 4 chunks, shared row 8.</summary>
internal sealed class GoldenGenerator : Network
{
    private readonly SharedRow shared;
    private readonly SpectralLinear stem;
    private readonly GeneratorBlock[] blocks;
    private readonly NormRelu norm;
    private readonly SpectralConv2d conv;

    public GoldenGenerator()
        : base("G")
    {
        shared = Register("shared", new SharedRow(8));
        stem = Register("stem", new SpectralLinear(5, 16 * 16));
        blocks = [.. Enumerable.Range(1, 3).Select(i => Register($"block{i}", new GeneratorBlock(16, 16, condition: 13, upsample: true)))];
        norm = Register("outputNorm", new NormRelu(16, epsilon: 1e-4));
        conv = Register("outputConv", new SpectralConv2d(16, 3, kernel: 3));
    }

    public Tensor Forward(Tensor z)
    {
        var h = ChannelsLast.FromFeatures(stem.Forward(z.narrow(1, 0, 5)), 16, 4);
        for (var i = 0; i < blocks.Length; i++)
        {
            h = blocks[i].Forward(h, shared.Forward(z.narrow(1, 5 * (i + 1), 5)));
        }

        return conv.Forward(norm.Forward(h)).tanh();
    }
}

/// <summary>E: small stem, two stages of one bottleneck at base 8, head of 4 layers of 32, gaussian.</summary>
internal sealed class GoldenEncoder : Network
{
    private readonly Stem stem;
    private readonly Bottleneck first;
    private readonly Bottleneck second;
    private readonly NormRelu norm;
    private readonly MlpBlock head1;
    private readonly MlpBlock head2;
    private readonly Linear output;

    public GoldenEncoder()
        : base("E")
    {
        stem = Register("stem", new Stem(3, 8, StemKind.Small));
        first = Register("stage1Unit1", new Bottleneck(8, 8, 32, stride: 1));
        second = Register("stage2Unit1", new Bottleneck(32, 16, 64, stride: 2));
        norm = Register("norm", new NormRelu(64, epsilon: 1e-5));
        head1 = Register("head1", new MlpBlock(64, 32, preActivation: false));
        head2 = Register("head2", new MlpBlock(32, 32, preActivation: true));
        output = Register("output", new Linear(32, 40));
    }

    public Tensor Forward(Tensor x, Tensor noise)
    {
        var feature = Pool.Mean(norm.Forward(second.Forward(first.Forward(stem.Forward(ChannelsLast.From(x))))));
        var halves = output.Forward(head2.Forward(head1.Forward(feature)).relu()).chunk(2, 1);
        return halves[0] + (noise * nn.functional.softplus(halves[1]));
    }
}

/// <summary>H or J: 8 linear layers of 32.</summary>
internal sealed class GoldenMlp : Network
{
    private readonly SpectralMlpBlock[] blocks;

    public GoldenMlp(string name, int input)
        : base(name) => blocks =
        [.. Enumerable.Range(1, 4).Select(i => Register($"block{i}", new SpectralMlpBlock(i == 1 ? input : 32, 32, preActivation: i > 1)))];

    public Tensor Forward(Tensor x) => blocks.Aggregate(x, (h, block) => block.Forward(h)).relu();
}

/// <summary>F at 32 px, ch 4.</summary>
internal sealed class GoldenTrunk : Network
{
    private static readonly DiscriminatorBlockKind[] Kinds =
        [DiscriminatorBlockKind.First, DiscriminatorBlockKind.Down, DiscriminatorBlockKind.Same, DiscriminatorBlockKind.Same];

    private readonly DiscriminatorBlock[] blocks;

    public GoldenTrunk()
        : base("F") => blocks =
        [.. Kinds.Select((kind, i) => Register($"block{i + 1}", new DiscriminatorBlock(i == 0 ? 3 : 16, 16, kind)))];

    public Tensor Forward(Tensor x) => Pool.ReluSum(blocks.Aggregate(ChannelsLast.From(x), (h, block) => block.Forward(h)));
}

internal sealed class GoldenDiscriminator : Network
{
    private readonly GoldenTrunk f;
    private readonly GoldenMlp h;
    private readonly GoldenMlp j;
    private readonly SpectralLinear x;
    private readonly SpectralLinear z;
    private readonly SpectralLinear joint;

    public GoldenDiscriminator()
        : base("D")
    {
        f = Register("F", new GoldenTrunk());
        h = Register("H", new GoldenMlp("H", 20));
        j = Register("J", new GoldenMlp("J", 48));
        x = Register("score_x", new SpectralLinear(16, 1));
        z = Register("score_z", new SpectralLinear(32, 1));
        joint = Register("score_joint", new SpectralLinear(32, 1));
    }

    /// <summary>The three scores, [N, 1] each.</summary>
    public (Tensor X, Tensor Z, Tensor Joint) Forward(Tensor images, Tensor latents)
    {
        var (image, latent) = (f.Forward(images), h.Forward(latents));
        return (x.Forward(image), z.Forward(latent), joint.Forward(j.Forward(cat([image, latent], 1))));
    }
}
