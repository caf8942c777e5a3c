using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>E without its posterior's non-linearity. [N, 3, S, S] -> [N, raw]</summary>
internal sealed class SmallEncoder : Network
{
    private readonly Backbone backbone;
    private readonly Head head;
    private readonly Linear output;

    /// <param name="depths">Units of each stage.</param>
    public SmallEncoder(int[] depths, int channels, StemKind stem, bool reversible, int width, int raw)
        : base(nameof(SmallEncoder))
    {
        backbone = Register("backbone", new Backbone(depths, channels, stem, reversible));
        head = Register("head", new Head(backbone.Features, width));
        output = Register("out", new Linear(width, raw));
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return output.Forward(head.Forward(Pool.Mean(backbone.Forward(x)))).MoveToOuterDisposeScope();
    }

    private sealed class Head : Network
    {
        private readonly MlpBlock block1;
        private readonly MlpBlock block2;

        public Head(int input, int width)
            : base(nameof(Head))
        {
            block1 = Register("block1", new MlpBlock(input, width, preActivation: false));
            block2 = Register("block2", new MlpBlock(width, width, preActivation: true));
        }

        public Tensor Forward(Tensor x) => block2.Forward(block1.Forward(x)).relu_();
    }

    private sealed class Backbone : Network
    {
        private readonly Stem stem;
        private readonly List<Func<Tensor, Tensor>> steps = [];
        private readonly BatchNormRelu norm;

        public Backbone(int[] depths, int channels, StemKind stem, bool reversible)
            : base(nameof(Backbone))
        {
            var last = reversible ? channels * 4 : channels;
            this.stem = Register("stem", new Stem(3, last, stem));
            for (var stage = 0; stage < depths.Length; stage++)
            {
                var middle = channels << stage;
                for (var unit = 0; unit < depths[stage]; unit++)
                {
                    var starts = stage > 0 && unit == 0;
                    var name = $"stage{stage + 1}Unit{unit + 1}";
                    if (reversible)
                    {
                        steps.AddRange(starts ? [new ReversibleTransition(last, middle * 4).Forward] : []);
                        steps.Add(Register(name, new ReversibleUnit(middle * 4, middle / 2)).Forward);
                    }
                    else
                    {
                        steps.Add(Register(name, new Bottleneck(last, middle, middle * 4, starts ? 2 : 1)).Forward);
                    }

                    last = middle * 4;
                }
            }

            Features = last;
            norm = Register("norm", new BatchNormRelu(last, 1e-5));
        }

        public int Features { get; }

        public Tensor Forward(Tensor x) =>
            norm.Forward(steps.Aggregate(stem.Forward(ChannelsLast.From(x)), (h, step) => step(h)));
    }
}
