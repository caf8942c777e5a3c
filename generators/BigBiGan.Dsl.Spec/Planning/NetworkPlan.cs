using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The compiler's intermediate representation of one network: its modules in the order in which forward passes them.</summary>
/// <param name="Role">Which network of the variant it is.</param>
/// <param name="Input">What forward takes.</param>
/// <param name="Output">What forward gives.</param>
/// <param name="Precision">In what its convolutions calculate.</param>
/// <param name="Memory">What its reversible stages keep.</param>
public sealed record NetworkPlan(
    NetworkRole Role, Shape Input, Shape Output, EquatableArray<ModulePlan> Modules, Precision Precision = Precision.Float32, MemoryKind Memory = MemoryKind.Stored)
{
    public long Parameters => Modules.Sum(m => m.Parameters);

    public long MultiplyAdds => Modules.Sum(m => m.MultiplyAdds);

    public long Buffers => Modules.Sum(m => m.Buffers);

    /// <summary>Bytes per image that training keeps for the backward pass. Reversible units keep nothing; a stage keeps its output.</summary>
    public long ActivationBytes => (Precision == Precision.BFloat16 ? 2 : 4) * Modules.Select((module, i) => Kept(module, i)).Sum();

    private long Kept(ModulePlan module, int i) => (Memory, module.Block) switch
    {
        (MemoryKind.Reversible, ReversibleUnitBlock) => i + 1 < Modules.Count && Modules[i + 1].Block is ReversibleUnitBlock ? 0 : module.Output.Elements,
        _ => module.Kept,
    };
}

public enum NetworkRole
{
    /// <summary>z -> image.</summary>
    Generator,

    /// <summary>image -> posterior.</summary>
    Encoder,

    /// <summary>The ConvNet on the image.</summary>
    F,

    /// <summary>The MLP on z.</summary>
    H,

    /// <summary>The MLP on [F(x), H(z)].</summary>
    J,

    /// <summary>The linear scores on the features of F, H and J.</summary>
    Scores,
}

/// <summary>One named member of a network: <c>Block3</c>, a <see cref="GeneratorResidualBlock"/>.</summary>
/// <param name="Member">The C# member: <c>Stem</c>, <c>Block1</c>, <c>Stage2Unit1</c>. State names use it with a small first letter.</param>
/// <param name="Layers">The leaf layers inside, in order, with their costs.</param>
public sealed record ModulePlan(string Member, Block Block, Shape Input, Shape Output, EquatableArray<LayerPlan> Layers)
{
    public long Parameters => Layers.Sum(l => l.Parameters);

    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);

    public long Buffers => Layers.Sum(l => l.Buffers);

    public long Kept => Layers.Sum(l => l.Kept);
}
