using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>Which cells are meant: those in which every clause holds.</summary>
/// <param name="Place">Where it stands in the grid's file.</param>
public sealed record Condition(EquatableArray<Clause> Clauses, string Place);

/// <summary>A key has one of some values.</summary>
/// <param name="Key">A key of the variants, <see cref="Variant"/> or <see cref="Seed"/>.</param>
/// <param name="Values">In their canonical spelling; variants as the grid names them.</param>
public sealed record Clause(string Key, EquatableArray<string> Values)
{
    public const string Variant = "variant";

    public const string Seed = "seed";
}

/// <summary>An axis that varies only in some cells; in the others its key stays what the variant says.</summary>
public sealed record OnlyWhen(string Axis, Condition Condition);
