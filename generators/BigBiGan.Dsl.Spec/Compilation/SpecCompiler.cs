using BigBiGan.Dsl.Spec.Checks;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Compilation;

/// <summary>All stages after reading, for one spec.</summary>
public static class SpecCompiler
{
    /// <summary>Resolves, binds, checks and plans. Problems are those of the chain's own file only, its reading included.</summary>
    public static CompiledSpec Compile(SpecChain chain) => Compile(chain, []);

    /// <param name="bases">Those of the chain that were compiled already: each is looked at once, however long the chain is.</param>
    private static CompiledSpec Compile(SpecChain chain, Dictionary<string, CompiledSpec> bases)
    {
        var findings = new Findings(chain.Own.Path, chain.Own.Problems.Concat(chain.Problems));
        var settled = new List<Problem>();
        var variant = chain.Complete && chain.Files.All(file => file.Root is not null) ? Resolve(chain, findings, settled, bases) : null;
        var sound = findings.IsSound ? variant : null;
        var complete = sound is not null || (findings.IsSound && chain.Complete && chain.Own.VariantName is null);
        settled.AddRange(Suppressions.Apply(chain.Own.Suppressions, findings, complete));
        return new CompiledSpec(sound, sound is null ? null : Planner.Plan(sound), findings.ToArray()) { Settled = settled.ToEquatableArray() };
    }

    /// <summary>The same way for a merged tree that no file of its own stands behind: a cell of a grid.</summary>
    /// <param name="own">Path and name of what comes out.</param>
    /// <param name="tree">The variant's tree with the cell's values over it; its own file is the grid's.</param>
    /// <param name="findings">Of the grid's file, with the places of a spec: the caller knows which axis gave a key.</param>
    internal static Variant? CompileCell(FileKeys own, ResolvedTree tree, Findings findings)
    {
        var ofVariant = new VariantFindings(tree, findings);
        return Completeness.Check(tree, [], ofVariant) && Bound(own, tree, ofVariant) is { } variant && findings.IsSound ? variant : null;
    }

    private static Variant? Resolve(SpecChain chain, Findings findings, List<Problem> settled, Dictionary<string, CompiledSpec> compiled)
    {
        var bases = Merge.Chain(chain.Files.Skip(1));
        var tree = new ResolvedTree(Merge.Over(bases, chain.Own, findings), chain.Own.Path, Paths(chain.Files), LayersOf(chain));
        var basesAreSound = chain.Files.Skip(1).Concat(chain.Layers).All(file => file.IsSound);
        if (chain.Own.VariantName is not { } name || !basesAreSound)
        {
            return null;
        }

        var own = new Findings(chain.Own.Path);
        var variant = Check(chain, name, tree, bases, findings, own, compiled);
        if (own.Count > 0)
        {
            // A base's fault, seen again from here, is reported there; what stands in this file is still said.
            var told = Bases(chain, compiled);
            var faulty = told.Any(spec => !spec.IsSound);
            settled.AddRange(own.Take(problem => problem.Place.Path == SpecKeys.Variant.Path && (faulty || told.Any(spec => spec.Says(problem)))));
            variant = faulty ? null : variant;
        }

        findings.Add(own);
        return variant;
    }

    private static Variant? Check(
        SpecChain chain, string name, ResolvedTree tree, MappingNode bases, Findings earlier, Findings findings, Dictionary<string, CompiledSpec> compiled)
    {
        var ofVariant = new VariantFindings(tree, findings);

        if (chain.Own.Problems.Any(IsMisread))
        {
            return null; // what follows from a value that cannot be read would be told of a spec that nobody wrote
        }

        // What is missing beside a misspelt key, or for want of `extends`, is not what is wrong.
        var misread = chain.Own.Problems
            .Where(problem => problem.Rule == Rule.UnknownKey || problem.Rule == Rule.AblationBase)
            .Select(problem => KeyPath.Parent(problem.Place.Path))
            .ToList();
        var complete = Completeness.Check(tree, misread, ofVariant);
        if (!complete || !earlier.IsSound)
        {
            return null;
        }

        var own = FileKeys.Of(chain.Own, name);
        var variant = Bound(own, tree, ofVariant);
        if (own.Ablates is { } ablated && findings.IsSound)
        {
            var known = findings.ToArray();
            var parent = new ResolvedTree(bases, chain.Files[1].Path, Paths(chain.Files.Skip(1)), tree.Layers);
            Ablation.Check(
                ablated, tree, parent, reverted => HasNoMore(known, own, reverted),
                () => EffectiveDifference.Of(PlanOf(own, parent), Planner.Plan(variant!)), ofVariant);
        }

        if (own.Budget is { } budget && variant is not null && findings.IsSound)
        {
            CheckBudget(budget, variant, chain, Bases(chain, compiled).FirstOrDefault(), findings);
        }

        return variant;
    }

    /// <summary>A group that is none, or a word on which it depends what other keys are for.</summary>
    private static bool IsMisread(Problem problem) => problem.Rule == Rule.WrongType
        && (SpecKeys.Members(problem.Place.Path) is not null
            || problem.Place.Path == SpecKeys.Extends.Path
            || KeyPath.IsAtOrBelow(problem.Place.Path, SpecKeys.Scores.Path));

    /// <param name="parent">Null where the spec has no base.</param>
    private static void CheckBudget(Budget budget, Variant variant, SpecChain chain, CompiledSpec? parent, Findings findings)
    {
        if (budget.Percent is not null && parent?.Variant is null)
        {
            var found = chain.Files.Count > 1
                ? $"{chain.Files[1].Path} is a part, which has no parameters by itself"
                : "there is none";
            findings.AtKey(
                Rule.BudgetBase,
                SpecKeys.BudgetParameters.Path,
                $"`budget.parameters` compares with the base, and {found}; extend a variant, or give `budget.multiply-adds`");
        }

        foreach (var (path, message) in BudgetCheck.Broken(
            budget, variant, Planner.Plan(variant), parent?.Plan is { } plan ? (parent.Variant!.Path, plan.Parameters) : null))
        {
            findings.AtValue(Rule.OverBudget, path, message);
        }
    }

    private static Variant? Bound(FileKeys own, ResolvedTree tree, VariantFindings findings)
    {
        var variant = Binder.Bind(own, tree, findings);
        if (variant is not null)
        {
            PlanChecks.Run(variant, findings);
        }

        return variant;
    }

    internal static EquatableArray<CustomLayer> LayersOf(SpecChain chain) => chain.Layers.Select(CustomLayers.Read).OfType<CustomLayer>().ToEquatableArray();

    /// <summary>Null where the tree is not a variant: that of a part may lack keys.</summary>
    private static VariantPlan? PlanOf(FileKeys own, ResolvedTree tree)
    {
        var findings = new Findings(own.Path);
        return CompileCell(own, tree, findings) is { } variant ? Planner.Plan(variant) : null;
    }

    /// <summary>Whether a tree has no problem but those that are known.</summary>
    private static bool HasNoMore(EquatableArray<Problem> known, FileKeys own, ResolvedTree tree)
    {
        var findings = new Findings(own.Path);
        var ofTree = new VariantFindings(tree, findings);
        if (!Completeness.Check(tree, [], ofTree))
        {
            return false;
        }

        Bound(own, tree, ofTree);
        return findings.ToArray().All(problem => known.Any(problem.Repeats));
    }

    private static IReadOnlyList<string> Paths(IEnumerable<SpecFile> files) => [.. files.Select(file => file.Path)];

    private static List<CompiledSpec> Bases(SpecChain chain, Dictionary<string, CompiledSpec> compiled)
    {
        for (var start = chain.Files.Count - 1; start > 0; start--)
        {
            var path = chain.Files[start].Path;
            if (!compiled.ContainsKey(path))
            {
                compiled.Add(path, Compile(
                    chain with { Files = chain.Files.Skip(start).ToEquatableArray(), Problems = EquatableArray<Problem>.Empty }, compiled));
            }
        }

        return [.. chain.Files.Skip(1).Select(file => compiled[file.Path])];
    }
}

/// <param name="Variant">Null for a part, and where a problem stands in the way of compiling.</param>
/// <param name="Plan">Null exactly where <paramref name="Variant"/> is.</param>
/// <param name="Problems">Everything that is wrong with this file; a fault in a base is reported at the base.</param>
public sealed record CompiledSpec(Variant? Variant, VariantPlan? Plan, EquatableArray<Problem> Problems)
{
    /// <summary>What is not said: allowed by a comment, or told at a base.</summary>
    public EquatableArray<Problem> Settled { get; init; }

    internal bool IsSound => Problems.All(problem => problem.Rule.CanBeAllowed);

    /// <summary>Whether a problem is known here already, said or settled.</summary>
    internal bool Says(Problem problem) => Problems.Concat(Settled).Any(problem.Repeats);
}
