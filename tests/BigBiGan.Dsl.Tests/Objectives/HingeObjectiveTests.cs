using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Tests.Golden;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Objectives;

public class HingeObjectiveTests
{
    [Theory]
    [InlineData("objective_full", "x z xz")]
    [InlineData("objective_x_unary_only", "x xz")]
    [InlineData("objective_z_unary_only", "z xz")]
    [InlineData("objective_no_unaries", "xz")]
    [InlineData("objective_no_encoder", "x")]
    public void Losses_and_their_gradients_match_the_reference(string name, string scores)
    {
        using var scope = NewDisposeScope();
        using var golden = new GoldenVector(name, ScalarType.Float64);
        var heads = scores.Split(' ');
        var inputs = heads.SelectMany(h => new[] { $"enc_{h}", $"gen_{h}" }).ToDictionary(i => i, i => golden[$"in/{i}"].requires_grad_(true));
        var joined = heads.Select(h => cat([inputs[$"enc_{h}"], inputs[$"gen_{h}"]]).unsqueeze(1)).ToArray(); // [2N, 1]

        var discriminator = joined.Select(HingeObjective.DiscriminatorTerm).Aggregate((a, b) => a + b);
        var generatorEncoder = joined.Select(HingeObjective.GeneratorEncoderTerm).Aggregate((a, b) => a + b);
        Close.Check("d_loss", golden["out/d_loss"], discriminator, 1e-6);
        Close.Check("eg_loss", golden["out/eg_loss"], generatorEncoder, 1e-6);

        ((discriminator * golden["cot/d_loss"]) + (generatorEncoder * golden["cot/eg_loss"])).backward();
        foreach (var (input, tensor) in inputs)
        {
            Close.Check($"grad {input}", golden[$"grad/in/{input}"], tensor.grad!, 1e-6);
        }
    }

    [Fact]
    public void Split_gives_both_kinds_of_pairs_flat_and_without_gradient()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new double[] { 1, 2, 3, 4 }, 4, 1, dtype: ScalarType.Float64).requires_grad_(true);
        var means = ScoreMeans.Split("xz", scores * 2);
        Assert.Equal("xz", means.Name);
        Assert.Equal([2.0, 4.0], means.EncoderPairs.data<double>().ToArray());
        Assert.Equal([6.0, 8.0], means.GeneratorPairs.data<double>().ToArray());
        Assert.False(means.EncoderPairs.requires_grad);
    }
}
