using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;
using BigBiGan.Models;

namespace BigBiGan.Cli.Specs;

/// <summary>The specs that were compiled into this program: the models assembly carries their texts.</summary>
internal static class CompiledSpecs
{
    private const string Prefix = "specs/";

    /// <summary>All specs and grids.</summary>
    public static SpecSet Set { get; } = Read();

    /// <summary>Every variant by its path (<c>small/fashion</c>), in order.</summary>
    public static IReadOnlyList<PlannedVariant> All { get; } = Load();

    /// <summary>Finds a variant by its path, or by the last part of its path where that is unambiguous.</summary>
    /// <exception cref="UserMistake">There is none, or there are several.</exception>
    public static PlannedVariant Find(string name)
    {
        var path = SpecName.Find(name, All.Select(v => v.Variant.Path));
        return path is null
            ? throw new UserMistake($"no variant is named '{name}'{Suggestion(name)}; 'bigbigan list' shows all")
            : All.Single(v => v.Variant.Path == path);
    }

    /// <summary>Whether a variant has this name, or several have.</summary>
    public static bool Knows(string name) => SpecName.Matches(name, All.Select(v => v.Variant.Path)).Count > 0;

    /// <summary>The file of the variant that <see cref="Find"/> gives.</summary>
    public static CompiledFile File(string name)
    {
        var path = Find(name).Variant.Path;
        return Set.Specs.Single(spec => spec.Compiled.Variant?.Path == path);
    }

    /// <summary>The variant that a run names: one of a spec, or one that a grid alone has.</summary>
    /// <exception cref="UserMistake">This program was built without it.</exception>
    public static PlannedVariant OfRun(string run, string variant) => All.Concat(CompiledGrids.Variants).FirstOrDefault(v => v.Variant.Path == variant)
        ?? throw new UserMistake($"{run} is a run of {variant}, which this program was not built with; 'bigbigan list' shows what it has");

    /// <summary>The compiled class of a variant.</summary>
    public static VariantEntry Entry(PlannedVariant planned) =>
        Variants.All.Concat(Grids.All.SelectMany(grid => grid.Cells).Select(cell => cell.Variant)).First(entry => entry.Facts.Path == planned.Variant.Path);

    /// <summary><c> (did you mean fashion?)</c>, or nothing where no name is near.</summary>
    public static string Suggestion(string wanted)
    {
        var names = All.SelectMany(v => new[] { v.Variant.Path, v.Variant.Path.Split('/')[^1] });
        return Spelling.Nearest(wanted, names) is { } near ? $" (did you mean {near}?)" : "";
    }

    private static SpecSet Read()
    {
        var assembly = typeof(Variants).Assembly;
        var set = SpecSet.Read(assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(resource =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return (resource[Prefix.Length..], reader.ReadToEnd());
        }));
        if (Fault(set, Variants.All.Select(entry => entry.SpecFile)) is { } fault)
        {
            Warning.Print(fault);
        }

        return set;
    }

    /// <summary>
    /// Where the texts that a program carries are not those that its classes were compiled from:
    /// which variants it does not know for that, in a line.
    /// </summary>
    /// <param name="set">The texts.</param>
    /// <param name="classes">The specs of its compiled variants, with ending.</param>
    internal static string? Fault(SpecSet set, IEnumerable<string> classes)
    {
        var broken = set.Problems
            .Where(placed => !placed.Problem.Rule.CanBeAllowed)
            .Select(placed => ProblemText.Of(placed.Problem, placed.Span, placed.Problem.File)).ToList();
        var missing = classes.Except(set.Specs.Select(spec => spec.Path)).Select(path => $"the text of {path} is missing").ToList();
        return broken.Concat(missing).ToList() switch
        {
            [] => null,
            [var first, .. var others] =>
                $"this program carries specs that do not compile, and does not know their variants: {first}"
                + $"{(others.Count > 0 ? $", and {Phrases.Count(others.Count, "more problem")}" : "")}; build it again",
        };
    }

    private static List<PlannedVariant> Load() =>
    [
        .. Set.Specs
            .Select(spec => spec.Compiled)
            .Where(spec => spec is { Variant: not null, Plan: not null })
            .Select(spec => new PlannedVariant(spec.Variant!, spec.Plan!))
            .OrderBy(v => v.Variant.Path, StringComparer.Ordinal),
    ];
}

internal sealed record PlannedVariant(Variant Variant, VariantPlan Plan);
