using BigBiGan.Dsl.Custom;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Custom;

/// <summary>A layer that keeps its promises is proven; one that lies is told what it does.</summary>
public sealed class LayerProofTests
{
    [Fact]
    public void A_layer_that_does_what_its_file_says_has_no_fault() => Assert.Empty(Prove(() => new Honest(4)));

    [Fact]
    public void It_holds_in_bfloat16_too() => Assert.Empty(Prove(() => new Honest(4), precision: Precision.BFloat16));

    [Fact]
    public void A_wrong_count_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 has 4 parameters, and its file says 5; mend `parameters` or the class", "lab at C = 4, S = 6 has 0 numbers of state, and its file says 1; mend `buffers` or the class"],
        Prove(() => new Honest(4), parameters: 5, buffers: 1));

    [Fact]
    public void A_lie_about_the_shape_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 gives [2, 4, 6, 6], and its file says [2, 4, 3, 3]; mend `output` or the class"], Prove(() => new Honest(4), size: 3));

    [Fact]
    public void A_layer_that_changes_its_input_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 changes its input; expected it to be left alone, since others may read it"], Prove(() => new Layer(x =>
        {
            using (no_grad())
            {
                x.mul_(2);
            }

            return x.mul(3);
        }), parameters: 0));

    [Fact]
    public void A_layer_that_returns_its_input_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 returns its input; expected a tensor of the caller's, such as a clone"], Prove(() => new Layer(x => x), parameters: 0));

    [Fact]
    public void A_layer_that_changes_the_type_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 gives Float64 for Float32; expected the type of its input"], Prove(() => new Layer(x => x.to(float64)), parameters: 0));

    [Fact]
    public void A_parameter_that_takes_no_part_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 has no finite gradient of `idle`; expected that every parameter takes part"], Prove(() => new Idle()));

    [Fact]
    public void A_layer_with_randomness_of_its_own_is_told() => Assert.Equal(
        ["lab at C = 4, S = 6 gives another image each time in evaluation mode; expected no randomness of its own"], Prove(() => new Layer(x => x + rand_like(x)), parameters: 0));

    [Fact]
    public void A_layer_that_fails_is_told_in_one_line() => Assert.Equal(
        ["lab at C = 4, S = 6 fails: InvalidOperationException, no such image"], Prove(() => new Layer(_ => throw new InvalidOperationException("no such image\nand more")), parameters: 0));

    private static IReadOnlyList<string> Prove(
        Func<CustomLayer> create, int size = 6, long parameters = 4, long buffers = 0, Precision precision = Precision.Float32) =>
        new CustomLayerUse("lab", channels: 4, size: 6, argument: null, outputChannels: 4, outputSize: size, parameters, buffers, precision, create).Prove();

    private sealed class Honest : CustomLayer
    {
        private readonly Parameter gain; // [1, channels]

        public Honest(int channels)
            : base(nameof(Honest)) => gain = RegisterParameter(nameof(gain), 1, channels);

        public override Tensor Forward(Tensor x)
        {
            using var cast = gain.to(x.dtype);
            using var image = cast.view(1, -1, 1, 1);
            return x.mul(image);
        }
    }

    private sealed class Idle : CustomLayer
    {
        public Idle()
            : base(nameof(Idle)) => RegisterParameter("idle", 2, 2);

        public override Tensor Forward(Tensor x) => x.mul(2);
    }

    private sealed class Layer(Func<Tensor, Tensor> forward) : CustomLayer(nameof(Layer))
    {
        public override Tensor Forward(Tensor x) => forward(x);
    }
}
