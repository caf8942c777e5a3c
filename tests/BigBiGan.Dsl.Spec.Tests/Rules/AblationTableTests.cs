using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Rules;

/// <summary>The one-change rule admits every row of the paper's Table 1, each as one change of the row that it extends.</summary>
public sealed class AblationTableTests
{
    private const string FasterE = "training: { learning-rate: { E: 5e-4 } }";

    private static readonly (string Name, string Extends, string Ablates, string Change)[] Rows =
    [
        ("DeterministicE", "base", "encoder.posterior", "encoder: { posterior: point }"),
        ("UniformPz", "base", "latent.prior", "latent: { prior: uniform }\nencoder: { posterior: tanh }"),
        ("XUnaryOnly", "base", "objective.scores", "objective: { scores: [x, xz] }"),
        ("ZUnaryOnly", "base", "objective.scores", "objective: { scores: [z, xz] }"),
        ("NoUnaries", "base", "objective.scores", "objective: { scores: [xz] }"),
        ("SmallG32", "base", "generator.channels", "generator: { channels: 32 }"),
        ("SmallG64", "base", "generator.channels", "generator: { channels: 64 }"),
        ("NoE", "base", "encoder", "encoder: none\nobjective: { scores: [x] }\ndiscriminator: { H: ~, J: ~ }\ntraining: { learning-rate: { E: ~ } }"),
        ("HighResE", "base", "encoder.image", "encoder: { image: 256 }"),
        ("LowResG", "HighResE", "image.size", "image: { size: 64 }"),
        ("HighResG", "HighResE", "image.size", "image: { size: 256 }\nlatent: { size: 140 }"),
        ("ResNet101", "HighResE", "encoder.backbone.depth", "encoder: { backbone: { depth: 101 } }"),
        ("ResNetX2", "HighResE", "encoder.backbone.width", "encoder: { backbone: { width: 2 } }"),
        ("RevNet", "HighResE", "encoder.backbone.family", "encoder: { backbone: { family: revnet } }"),
        ("RevNetX2", "RevNet", "encoder.backbone.width", "encoder: { backbone: { width: 2 } }"),
        ("RevNetX4", "RevNet", "encoder.backbone.width", "encoder: { backbone: { width: 4 } }"),
        ("ResNetFasterE", "HighResE", "training.learning-rate.E", FasterE),
        ("RevNetX4FasterE", "RevNetX4", "training.learning-rate.E", FasterE),
    ];

    private static readonly (string Path, string Text)[] Specs =
    [
        ("base.yaml", Samples.Base),
        .. Rows.Select(row => ($"{row.Name}.yaml", $"variant: {row.Name}\nextends: {row.Extends}\nablates: {row.Ablates}\n{row.Change}\n")),
    ];

    [Fact]
    public void Every_row_is_one_change() => Check.Specs(Specs);

    [Fact]
    public void Every_row_is_another_variant()
    {
        var variants = SpecSet.Read(Specs).Variants.ToList();
        Assert.Equal(19, variants.Count);
        Assert.Equal(19, variants.Select(SpecHash.Of).Distinct().Count());
    }
}
