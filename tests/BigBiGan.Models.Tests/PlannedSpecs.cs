using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Models.Tests;

/// <summary>The plans of the specs whose texts the models assembly carries, and of the shrunken ones.</summary>
internal static class PlannedSpecs
{
    private static readonly SpecIndex Index = new(TinyVariants.Specs.Select(spec => SpecReader.Read(spec.Path, spec.Text).File));

    public static CompiledSpec Of(VariantEntry entry) => SpecCompiler.Compile(Index.Chain(entry.SpecFile));

    /// <summary>Parameters by layer, with the state names that G, E and D give them.</summary>
    public static Dictionary<string, long> Parameters(VariantPlan plan)
    {
        (string Prefix, NetworkPlan? Plan)[] parts =
            [("G.", plan.Generator), ("E.", plan.Encoder), ("D.F.", plan.F), ("D.H.", plan.H), ("D.J.", plan.J), ("D.score_", plan.Scores)];
        return parts.Where(part => part.Plan is not null)
            .SelectMany(part => part.Plan!.Modules.SelectMany(module => module.Layers).Select(layer => (Name: part.Prefix + layer.Name, layer.Parameters)))
            .Where(layer => layer.Parameters > 0)
            .ToDictionary(layer => layer.Name, layer => layer.Parameters);
    }
}
