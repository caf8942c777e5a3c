using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Spec.Tests.Planning;

public sealed class PlanTests
{
    [Fact]
    public void Modules_stand_in_the_order_of_the_forward()
    {
        var plan = Plans.Of(Samples.Base);
        Assert.Equal("Shared Stem Block1 Block2 Block3 Block4 Attention Block5 OutputNorm OutputConv", Members(plan.Generator));
        Assert.Equal("Block1 Attention Block2 Block3 Block4 Block5 Block6", Members(plan.F!));
        Assert.Equal("Block1 Block2 Block3 Block4", Members(plan.H!));
        Assert.Equal("X Z Joint", Members(plan.Scores!));
        Assert.StartsWith("Stem Stage1Unit1 Stage1Unit2 Stage1Unit3 Stage2Unit1 ", Members(plan.Encoder!));
        Assert.EndsWith(" Stage4Unit3 Norm Head1 Head2 Output", Members(plan.Encoder!));
    }

    [Fact]
    public void A_RevNet_has_transitions_between_its_stages() => Assert.Equal(
        "Stem Stage1Unit1 Transition1 Stage2Unit1 Stage2Unit2 Norm Head1 Head2 Output",
        Members(Plans.Of(Samples.Fashion.With("family: resnet, depth: [1, 1, 1]", "family: revnet, depth: [1, 2]")).Encoder!));

    [Fact]
    public void Several_attentions_are_numbered() => Assert.Equal(
        "Shared Stem Block1 Attention1 Block2 Attention2 Block3 OutputNorm OutputConv",
        Members(Plans.Of(Samples.Fashion.With("channels: 4, shared: 16", "channels: 8, blocks: [{ up: 4 }, attention, { up: 2 }, attention, { up: 1 }]")).Generator));

    [Fact]
    public void Only_the_scores_of_the_objective_are_there()
    {
        Assert.Equal("Joint", Members(Plans.Of(Samples.Base.With("[x, z, xz]", "[xz]")).Scores!));
        Assert.Equal("X Joint", Members(Plans.Of(Samples.Base.With("[x, z, xz]", "[xz, x]")).Scores!));
    }

    [Fact]
    public void A_plain_GAN_is_a_generator_F_and_one_score()
    {
        var plan = Plans.Of(Samples.PlainGan);
        Assert.Null(plan.Encoder);
        Assert.Null(plan.H);
        Assert.Null(plan.J);
        Assert.Equal("X", Members(plan.Scores!));
    }

    [Fact]
    public void Over_whole_vectors_the_first_layer_of_E_and_D_has_no_norm_and_D_takes_its_halves_apart()
    {
        var plan = Plans.Of(Samples.BiGan);
        Assert.Equal(
            [new LinearBatchNormRelu(50, 64, LeakKind.None, BatchKind.Whole), new LinearBatchNormRelu(64, 64, LeakKind.None, BatchKind.Whole), new Linear(64, 784, Bias: false)],
            Blocks(plan.Generator));
        Assert.Equal([new LinearLeakyRelu(784, 64), new LinearBatchNormRelu(64, 64, LeakKind.Fifth, BatchKind.Whole), new Linear(64, 50, Bias: false)], Blocks(plan.Encoder!));
        Assert.Equal([new LinearLeakyRelu(834, 64), new LinearBatchNormRelu(64, 64, LeakKind.Fifth, BatchKind.Halves)], Blocks(plan.J!));
        var f = Plans.Of(Samples.LatentRegressor).F!;
        Assert.Equal([new LinearLeakyRelu(784, 64), new LinearBatchNormRelu(64, 64, LeakKind.Fifth, BatchKind.Halves)], Blocks(f));
    }

    [Fact]
    public void One_hidden_layer_without_norm_is_the_feature() => Assert.Equal(64, Plans.Of(Samples.BiGan.With("encoder: { mlp: { layers: 2", "encoder: { mlp: { layers: 1")).FeatureSize);

    [Fact]
    public void Blocks_carry_the_arguments_of_their_classes()
    {
        var plan = Plans.Of(Samples.Base);
        Assert.Equal(new SharedEmbedding(128), plan.Generator.Module("Shared").Block);
        Assert.Equal(new SpectralLinear(20, 16 * 16 * 96), plan.Generator.Module("Stem").Block);
        Assert.Equal(new GeneratorBlock(1536, 1536, 148, Upsample: true), plan.Generator.Module("Block1").Block);
        Assert.Equal(new GeneratorBlock(1536, 768, 148, Upsample: true), plan.Generator.Module("Block2").Block);
        Assert.Equal(new Attention(192), plan.Generator.Module("Attention").Block);
        Assert.Equal(new BatchNormRelu(96, NormEpsilon.Generator), plan.Generator.Module("OutputNorm").Block);
        Assert.Equal(new SpectralConv2d(96, 3, 3), plan.Generator.Module("OutputConv").Block);
        Assert.Equal(new DiscriminatorBlock(3, 96, DiscriminatorBlockKind.First), plan.F!.Module("Block1").Block);
        Assert.Equal(new DiscriminatorBlock(96, 192, DiscriminatorBlockKind.Down), plan.F!.Module("Block2").Block);
        Assert.Equal(new DiscriminatorBlock(1536, 1536, DiscriminatorBlockKind.Same), plan.F!.Module("Block6").Block);
        Assert.Equal(new MlpBlock(120, 2048, PreActivation: false, Spectral: true), plan.H!.Module("Block1").Block);
        Assert.Equal(new MlpBlock(3584, 2048, PreActivation: false, Spectral: true), plan.J!.Module("Block1").Block);
        Assert.Equal(new Stem(3, 64, StemKind.ImageNet), plan.Encoder!.Module("Stem").Block);
        Assert.Equal(new Bottleneck(64, 64, 256, 1), plan.Encoder!.Module("Stage1Unit1").Block);
        Assert.Equal(new Bottleneck(256, 128, 512, 2), plan.Encoder!.Module("Stage2Unit1").Block);
        Assert.Equal(new BatchNormRelu(2048, NormEpsilon.Encoder), plan.Encoder!.Module("Norm").Block);
        Assert.Equal(new MlpBlock(4096, 4096, PreActivation: true, Spectral: false), plan.Encoder!.Module("Head2").Block);
        Assert.Equal(new Linear(4096, 240), plan.Encoder!.Module("Output").Block);
        Assert.Equal(new SpectralLinear(1536, 1), plan.Scores!.Module("X").Block);
    }

    [Fact]
    public void A_RevNets_units_work_on_half_of_the_channels_through_an_eighth()
    {
        var plan = Plans.Of(Samples.Fashion.With("family: resnet, depth: [1, 1, 1]", "family: revnet, depth: [1, 1]")).Encoder!;
        Assert.Equal(new Stem(1, 64, StemKind.Small), plan.Module("Stem").Block);
        Assert.Equal(new ReversibleUnit(64, 8), plan.Module("Stage1Unit1").Block);
        Assert.Equal(new ReversibleTransition(64, 128), plan.Module("Transition1").Block);
        Assert.Equal("[N, 128, 16, 16]", plan.Module("Stage2Unit1").Output.ToString());
        Assert.Equal("residual.norm1 residual.conv1 residual.norm2 residual.conv2 residual.norm3 residual.conv3", Layers(plan.Module("Stage1Unit1")));
    }

    [Fact]
    public void A_point_posterior_needs_half_the_outputs() =>
        Assert.Equal(new Linear(4096, 120), Plans.Of(Samples.Base.With("posterior: gaussian", "posterior: point")).Encoder!.Module("Output").Block);

    [Fact]
    public void Layers_have_the_state_names_of_their_blocks()
    {
        var plan = Plans.Of(Samples.Base);
        Assert.Equal("gain bias norm", string.Join(" ", plan.Generator.Module("Block1").Layers.Take(3).Select(layer => layer.Name["block1.norm1.".Length..])));
        Assert.Equal("norm1.gain norm1.bias norm1.norm conv1 norm2.gain norm2.bias norm2.norm conv2 shortcut", Layers(plan.Generator.Module("Block1")));
        Assert.Equal("theta phi g o gamma", Layers(plan.Generator.Module("Attention")));
        Assert.Equal("conv1 conv2 shortcut", Layers(plan.F!.Module("Block1")));
        Assert.Equal("conv1 conv2", Layers(plan.F!.Module("Block6")));
        Assert.Equal("linear1 linear2 skip", Layers(plan.H!.Module("Block1")));
        Assert.Equal("linear1 linear2", Layers(plan.H!.Module("Block2")));
        Assert.Equal("norm1 conv1 norm2 conv2 norm3 conv3 projection", Layers(plan.Encoder!.Module("Stage2Unit1")));
        Assert.Equal("norm1 conv1 norm2 conv2 norm3 conv3", Layers(plan.Encoder!.Module("Stage2Unit2")));
        Assert.Equal("outputNorm", Assert.Single(plan.Generator.Module("OutputNorm").Layers).Name);
    }

    [Fact]
    public void Shapes_follow_the_image()
    {
        var plan = Plans.Of(Samples.Base);
        Assert.Equal("[N, 120]", plan.Generator.Input.ToString());
        Assert.Equal("[N, 24576]", plan.Generator.Module("Stem").Output.ToString());
        Assert.Equal("[N, 1536, 4, 4]", plan.Generator.Module("Block1").Input.ToString());
        Assert.Equal("[N, 192, 64, 64]", plan.Generator.Module("Attention").Output.ToString());
        Assert.Equal("[N, 3, 128, 128]", plan.Generator.Output.ToString());
        Assert.Equal("[N, 96, 64, 64]", plan.F!.Module("Block1").Output.ToString());
        Assert.Equal("[N, 1536, 4, 4]", plan.F!.Module("Block6").Output.ToString());
        Assert.Equal("[N, 1536]", plan.F!.Output.ToString());
        Assert.Equal("[N, 64, 32, 32]", plan.Encoder!.Module("Stem").Output.ToString());
        Assert.Equal("[N, 2048, 4, 4]", plan.Encoder!.Module("Stage4Unit3").Output.ToString());
        Assert.Equal("[N, 240]", plan.Encoder!.Output.ToString());
        Assert.Equal("[N, 3]", plan.Scores!.Output.ToString());
    }

    /// <summary>The plain form: convolutions on the upsampled image, pools after the convolutions.</summary>
    [Fact]
    public void Multiply_adds_are_weights_times_positions()
    {
        var plan = Plans.Of(Samples.Base);
        Assert.Equal(20L * 24576, plan.Generator.Module("Stem").MultiplyAdds);
        Assert.Equal(1536L * 1536 * 9 * 8 * 8, plan.Generator.Layer("block1.conv1").MultiplyAdds);
        Assert.Equal(1536L * 1536 * 8 * 8, plan.Generator.Layer("block1.shortcut").MultiplyAdds);
        Assert.Equal(1536L * 148, plan.Generator.Layer("block1.norm1.gain").MultiplyAdds);
        Assert.Equal(64L * 64 * 32 * 32 * (24 + 96), plan.Generator.Layer("attention.gamma").MultiplyAdds);
        Assert.Equal(3L * 96 * 9 * 128 * 128, plan.F!.Layer("block1.conv1").MultiplyAdds);
        Assert.Equal(3L * 96 * 64 * 64, plan.F!.Layer("block1.shortcut").MultiplyAdds);
        Assert.Equal(96L * 192 * 64 * 64, plan.F!.Layer("block2.shortcut").MultiplyAdds);
        Assert.Equal(3L * 64 * 49 * 64 * 64, plan.Encoder!.Layer("stem.conv").MultiplyAdds);
        Assert.Equal(128L * 128 * 9 * 16 * 16, plan.Encoder!.Layer("stage2Unit1.conv2").MultiplyAdds);
        Assert.Equal(256L * 512 * 16 * 16, plan.Encoder!.Layer("stage2Unit1.projection").MultiplyAdds);
        Assert.Equal(0, plan.Encoder!.Layer("norm").MultiplyAdds);
    }

    /// <summary>ResNet-50 at 224 px is known for its 4.1 billion multiply-adds; v2 puts the stride on the 3x3.</summary>
    [Fact]
    public void ResNet_50_costs_what_it_is_known_for()
    {
        var encoder = Plans.Of(Samples.Base.With("image: 128", "image: 256")).Encoder!;
        var backbone = encoder.Modules.TakeWhile(module => module.Member != "Head1").Sum(module => module.MultiplyAdds);
        Assert.InRange(backbone * (224.0 * 224) / (256 * 256) / 1e9, 3.9, 4.2);
    }

    private static IEnumerable<Block> Blocks(NetworkPlan network) => network.Modules.Select(module => module.Block);

    private static string Members(NetworkPlan network) => string.Join(" ", network.Modules.Select(module => module.Member));

    private static string Layers(ModulePlan module) =>
        string.Join(" ", module.Layers.Select(layer => layer.Name[(layer.Name.IndexOf('.') + 1)..]));
}
