using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The compiler's intermediate representation of one network: its modules in the order in which forward passes them.</summary>
/// <param name="Role">Which network of the variant it is.</param>
/// <param name="Input">What forward takes.</param>
/// <param name="Output">What forward gives.</param>
public sealed record NetworkPlan(NetworkRole Role, Shape Input, Shape Output, EquatableArray<ModulePlan> Modules)
{
    /// <summary>In what its convolutions calculate.</summary>
    public Precision Precision { get; init; }

    /// <summary>What its reversible stages keep.</summary>
    public MemoryKind Memory { get; init; }

    /// <summary>Whether it works on whole vectors, and has no convolutions.</summary>
    public bool IsDense { get; init; }

    /// <summary>How many of its modules lead to the feature; all of them but in E, whose head follows.</summary>
    public int Body { get; init; } = Modules.Count;

    /// <summary>Whether all conditional blocks take the whole of z, joined to the learned row, in place of a chunk each.</summary>
    public bool TakesWholeLatent { get; init; }

    /// <summary>Whether what it gives for an image may depend on the other images of the batch.</summary>
    public bool MixesBatch => Modules.Any(m => m.Block.MixesBatch);

    public long Parameters => Modules.Sum(m => m.Parameters);

    public long MultiplyAdds => Modules.Sum(m => m.MultiplyAdds);

    public long Buffers => Modules.Sum(m => m.Buffers);

    /// <summary>Bytes per image that training keeps for the backward pass. Reversible units keep nothing; a stage keeps its output.</summary>
    public long ActivationBytes => (Precision == Precision.BFloat16 ? 2 : 4) * Modules.Select((module, i) => SavedActivations(module, i)).Sum();

    /// <summary>
    /// The modules from <paramref name="start"/> on that are one reversible stage, whose output alone is kept;
    /// empty where none begins there.
    /// </summary>
    public IEnumerable<ModulePlan> ReversibleStage(int start) =>
        Memory == MemoryKind.Reversible ? Modules.Skip(start).TakeWhile(module => module.Block.IsReversible) : [];

    private long SavedActivations(ModulePlan module, int i) =>
        Memory == MemoryKind.Reversible && module.Block.IsReversible
            ? i + 1 < Modules.Count && Modules[i + 1].Block.IsReversible ? 0 : module.Output.Elements
            : module.SavedActivations;
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

/// <summary>One named member of a network: <c>Block3</c>, a <see cref="GeneratorBlock"/>.</summary>
/// <param name="Member">The C# member: <c>Stem</c>, <c>Block1</c>, <c>Stage2Unit1</c>. State names use it with a small first letter.</param>
/// <param name="Layers">The leaf layers inside, in order, with their costs.</param>
public sealed record ModulePlan(string Member, Block Block, Shape Input, Shape Output, EquatableArray<LayerPlan> Layers)
{
    /// <summary>The member with a small first letter: the prefix of its leaf layers' state names.</summary>
    public string StateName => StateNameOf(Member);

    public long Parameters => Layers.Sum(l => l.Parameters);

    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);

    public long Buffers => Layers.Sum(l => l.Buffers);

    /// <summary>Numbers per image that training keeps for the backward pass.</summary>
    public long SavedActivations => Layers.Sum(l => l.SavedActivations);

    internal static string StateNameOf(string member) => char.ToLowerInvariant(member[0]) + member.Substring(1);
}
