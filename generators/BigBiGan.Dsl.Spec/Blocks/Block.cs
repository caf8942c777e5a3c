using BigBiGan.Dsl.Spec.Layers;

namespace BigBiGan.Dsl.Spec.Blocks;

/// <summary>
/// What a planned module is: one record per layer or block class of BigBiGan.Dsl, with the arguments of that class's constructor.
/// The file of a kind says all that the compiler knows of it; nothing else names it but the plan of the network that has it, and
/// <see cref="BlockTable"/> where lists of blocks may ask for it.
/// </summary>
public abstract record Block
{
    /// <summary>Before the classes of BigBiGan.Dsl in C#.</summary>
    internal const string Library = "BigBiGan.Dsl.";

    /// <summary>The C# class with its namespace.</summary>
    internal abstract string Class { get; }

    /// <summary>What its constructor is given, as C#.</summary>
    internal abstract string Arguments { get; }

    /// <summary>What it is, in a few words; null where it is called by its only layer's operation.</summary>
    internal virtual string? Caption => null;

    /// <summary>Whether its forward takes z, or a chunk of it, joined to the shared row: <c>Forward(x, c)</c>.</summary>
    internal virtual bool TakesCondition => false;

    /// <summary>Whether its forward takes labels.</summary>
    internal virtual bool TakesLabels => false;

    /// <summary>Whether it stands beside the way from module to module: the row that joins z.</summary>
    internal virtual bool IsSideInput => false;

    /// <summary>Whether what it gives for an image may depend on the other images of the batch.</summary>
    internal virtual bool MixesBatch => false;

    /// <summary>Whether its input can be calculated from its output, so that a stage of such units keeps one output.</summary>
    internal virtual bool IsReversible => false;

    /// <summary>Its leaf layers and what it gives.</summary>
    internal abstract Shape Plan(Shape input, LayerPlanBuilder layers);

    private protected static string Literal(bool value) => value ? "true" : "false";
}
