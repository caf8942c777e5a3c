using BigBiGan.Dsl.Blocks;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Networks;

/// <summary>E without its posterior's non-linearity. [N, 3, S, S] -> [N, raw]</summary>
internal sealed class SmallEncoder : Network
{
    private readonly Backbone _backbone;
    private readonly Head _head;
    private readonly Linear _output;

    /// <param name="depths">Units of each stage.</param>
    public SmallEncoder(int[] depths, int channels, StemKind stem, bool reversible, int width, int raw)
        : base(nameof(SmallEncoder))
    {
        _backbone = Register("backbone", new Backbone(depths, channels, stem, reversible));
        _head = Register("head", new Head(_backbone.Features, width));
        _output = Register("out", new Linear(width, raw));
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return _output.Forward(_head.Forward(Pool.Mean(_backbone.Forward(x)))).MoveToOuterDisposeScope();
    }

    private sealed class Head : Network
    {
        private readonly MlpBlock _block1;
        private readonly MlpBlock _block2;

        public Head(int input, int width)
            : base(nameof(Head))
        {
            _block1 = Register("block1", new MlpBlock(input, width, preActivation: false));
            _block2 = Register("block2", new MlpBlock(width, width, preActivation: true));
        }

        public Tensor Forward(Tensor x) => _block2.Forward(_block1.Forward(x)).relu_();
    }

    private sealed class Backbone : Network
    {
        private readonly Stem _stem;
        private readonly List<Func<Tensor, Tensor>> _steps = [];
        private readonly BatchNormRelu _norm;

        public Backbone(int[] depths, int channels, StemKind stem, bool reversible)
            : base(nameof(Backbone))
        {
            var last = reversible ? channels * 4 : channels;
            _stem = Register("stem", new Stem(3, last, stem));
            for (var stage = 0; stage < depths.Length; stage++)
            {
                var middle = channels << stage;
                for (var unit = 0; unit < depths[stage]; unit++)
                {
                    var starts = stage > 0 && unit == 0;
                    var name = $"stage{stage + 1}Unit{unit + 1}";
                    if (reversible)
                    {
                        _steps.AddRange(starts ? [new ReversibleTransition(last, middle * 4).Forward] : []);
                        _steps.Add(Register(name, new ReversibleUnit(middle * 4, middle / 2)).Forward);
                    }
                    else
                    {
                        _steps.Add(Register(name, new Bottleneck(last, middle, middle * 4, starts ? 2 : 1)).Forward);
                    }

                    last = middle * 4;
                }
            }

            Features = last;
            _norm = Register("norm", new BatchNormRelu(last, 1e-5));
        }

        public int Features { get; }

        public Tensor Forward(Tensor x) =>
            _norm.Forward(_steps.Aggregate(_stem.Forward(MemoryOrder.Of(x)), (h, step) => step(h)));
    }
}
