using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec;

/// <summary>All stages after reading, for one spec.</summary>
public static class SpecCompiler
{
    /// <summary>Resolves, binds, checks and plans. Problems are those of the chain's own file only, its reading included.</summary>
    public static CompiledSpec Compile(SpecChain chain)
    {
        var findings = new Findings(chain.Own.Path, chain.Own.Problems.Concat(chain.Problems));
        var variant = chain.Complete && chain.Files.All(file => file.Root is not null) ? Resolve(chain, findings) : null;
        var sound = variant is not null && findings.Count == 0;
        return new CompiledSpec(sound ? variant : null, sound ? Planner.Plan(variant!) : null, findings.ToArray());
    }

    /// <summary>The same way for a merged tree that no file of its own stands behind: a cell of a grid.</summary>
    /// <param name="own">Path and name of what comes out.</param>
    /// <param name="tree">The variant's tree with the cell's values over it; its own file is the grid's.</param>
    /// <param name="findings">Of the grid's file, with the places of a spec: the caller knows which axis gave a key.</param>
    internal static Variant? Vary(FileKeys own, ResolvedTree tree, Findings findings)
    {
        var ofVariant = new VariantFindings(tree, findings);
        return Completeness.Check(tree, [], ofVariant) && Bound(own, tree, ofVariant) is { } variant && findings.Count == 0 ? variant : null;
    }

    private static Variant? Resolve(SpecChain chain, Findings findings)
    {
        var bases = Merge.Chain(chain.Files.Skip(1));
        var tree = new ResolvedTree(Merge.Over(bases, chain.Own, findings), chain.Own.Path);
        var basesAreSound = chain.Files.Skip(1).All(file => file.Problems.Count == 0);
        if (chain.Own.VariantName is not { } name || !basesAreSound)
        {
            return null;
        }

        var own = new Findings(chain.Own.Path);
        var variant = Check(chain, name, tree, bases, findings, own);
        if (own.Count > 0 && HasFaultyBase(chain))
        {
            // The base's fault, seen again from here, is reported there; what stands in this file is still said.
            own.Remove(problem => problem.Place.Path == SpecKeys.Variant.Path);
            variant = null;
        }

        findings.Add(own);
        return variant;
    }

    private static Variant? Check(SpecChain chain, string name, ResolvedTree tree, MappingNode bases, Findings earlier, Findings findings)
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
        if (!complete || earlier.Count > 0)
        {
            return null;
        }

        var own = FileKeys.Of(chain.Own, name);
        var variant = Bound(own, tree, ofVariant);
        if (own.Ablates is { } ablated && findings.Count == 0)
        {
            Ablation.Check(ablated, tree, new ResolvedTree(bases, chain.Files[1].Path), reverted => IsSound(own, reverted), ofVariant);
        }

        return variant;
    }

    /// <summary>A group that is none, or a word on which it depends what other keys are for.</summary>
    private static bool IsMisread(Problem problem) => problem.Rule == Rule.WrongType
        && (SpecKeys.Members(problem.Place.Path) is not null
            || problem.Place.Path == SpecKeys.Extends.Path
            || KeyPath.IsAtOrBelow(problem.Place.Path, SpecKeys.Scores.Path));

    private static Variant? Bound(FileKeys own, ResolvedTree tree, VariantFindings findings)
    {
        var variant = Binder.Bind(own, tree, findings);
        if (variant is not null)
        {
            PlanChecks.Run(variant, findings);
        }

        return variant;
    }

    private static bool IsSound(FileKeys own, ResolvedTree tree)
    {
        var findings = new Findings(own.Path);
        var ofTree = new VariantFindings(tree, findings);
        if (!Completeness.Check(tree, [], ofTree))
        {
            return false;
        }

        Bound(own, tree, ofTree);
        return findings.Count == 0;
    }

    /// <summary>From the root on, so that each base is asked only where all of its own bases are sound: a long chain stays quick.</summary>
    private static bool HasFaultyBase(SpecChain chain) => Enumerable.Range(1, chain.Files.Count - 1).Reverse()
        .Any(start => Compile(chain with { Files = chain.Files.Skip(start).ToEquatableArray(), Problems = EquatableArray<Problem>.Empty }).Problems.Count > 0);
}

/// <param name="Variant">Null for a part, and where there are problems.</param>
/// <param name="Plan">Null exactly where <paramref name="Variant"/> is.</param>
/// <param name="Problems">Everything that is wrong with this file; a fault in a base is reported at the base.</param>
public sealed record CompiledSpec(Variant? Variant, VariantPlan? Plan, EquatableArray<Problem> Problems);
