using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Display.Differences;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Cli.Commands;

/// <summary>Two variants, or the models folder in two revisions: keys, layers, costs, and cells of grids that are stale.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("A") { Description = "A variant (small/fashion, or fashion); a git revision; or two of them, as REV1..REV2." };
        var second = new Argument<string?>("B")
        {
            Description = "Another variant, or another revision. Without it a revision is compared with the files as they are.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var variant = new Option<string?>("--variant")
        {
            Description = "Between revisions: this variant alone, layer by layer, and its cells.",
            HelpName = "VARIANT",
        };
        var models = new Option<string>("--models")
        {
            Description = "Between revisions: the folder of specs.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "models",
        };
        var command = new ExampleCommand(
            "diff",
            "Shows what moved between two variants or two revisions: keys, layers, parameters, multiply-adds, stale cells of grids.",
            "bigbigan diff small/fashion small/no-unaries",
            "bigbigan diff HEAD",
            "bigbigan diff HEAD~3..HEAD",
            "bigbigan diff main my-branch --variant fashion",
            "bigbigan diff v1.0 v1.1 --json")
        {
            first, second, variant, models, CommonOptions.Json,
        };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(first),
            arguments.GetValue(second),
            arguments.GetValue(variant),
            arguments.GetRequiredValue(models),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        string[] given = [.. new[] { settings.First, settings.Second }.OfType<string>()];
        var (only, json) = (settings.Variant, settings.Json);
        if (given.Any(CompiledSpecs.Knows))
        {
            OfVariants(given, only, json);
        }
        else
        {
            OfRevisions(given, only, settings.Models, json);
        }
    }

    private static void OfVariants(string[] names, string? only, bool json)
    {
        if (names.Length == 1)
        {
            throw new UserMistake($"'{names[0]}' is a variant; name a second one to compare it with");
        }

        if (names.FirstOrDefault(name => !CompiledSpecs.Knows(name)) is { } unknown)
        {
            var known = names.First(CompiledSpecs.Knows);
            throw new UserMistake(
                $"'{known}' is a variant and '{unknown}' is none{CompiledSpecs.Suggestion(unknown)}; "
                + $"name two variants, or two revisions with --variant {known}");
        }

        if (only is not null)
        {
            throw new UserMistake($"--variant goes with revisions, and '{names[0]}' is a variant; two variants are compared as they are");
        }

        var difference = VariantDifference.Between(CompiledSpecs.File(names[0]), CompiledSpecs.File(names[1]));
        if (json)
        {
            Json.Print(DifferenceJson.Of(difference));
        }
        else
        {
            DifferenceText.Print(difference);
        }
    }

    private static void OfRevisions(string[] names, string? only, string models, bool json)
    {
        var folder = GitFolder.OfSpecs(models);
        var (first, second) = Sides(names);
        var before = folder.Resolve(first);
        var after = second is null ? null : folder.Resolve(second);
        var (old, current) = (SpecSet.Read(folder.Read(before)), SpecSet.Read(after is null ? SpecFolder.Texts(models) : folder.Read(after)));
        var path = only is null ? null : Only(only, old, current);
        var difference = SpecSetDifference.Between(old, current, path);
        var (from, to) = (before.ToString(), after?.ToString() ?? $"the files in {models}");
        if (json)
        {
            Json.Print(DifferenceJson.Of(before.Commit, after?.Commit, difference));
        }
        else
        {
            DifferenceText.Print(from, to, difference, wholly: path is not null);
        }
    }

    /// <summary>The second is null where the files as they are are meant. An empty end of a range is HEAD, as it is to git.</summary>
    private static (string First, string? Second) Sides(string[] names)
    {
        if (names.Length == 2)
        {
            return (names[0], names[1]);
        }

        if (names[0].Contains("...", StringComparison.Ordinal))
        {
            throw new UserMistake($"'{names[0]}' has three dots, which compare with a common ancestor; expected two, as in HEAD~1..HEAD");
        }

        return names[0].Split("..", 2) is [var first, var second] ? (OrHead(first), OrHead(second)) : (names[0], null);
    }

    private static string OrHead(string revision) => revision.Length == 0 ? "HEAD" : revision;

    private static string Only(string name, SpecSet before, SpecSet after)
    {
        var paths = before.Variants.Concat(after.Variants).Select(variant => variant.Path).Distinct().Order(StringComparer.Ordinal);
        return SpecName.Find(name, paths) ?? throw new UserMistake($"--variant: neither side has a sound variant that is named '{name}'");
    }

    /// <param name="First">A variant, a revision, or two revisions.</param>
    /// <param name="Variant">Between revisions, the only one to show.</param>
    /// <param name="Models">The folder of specs.</param>
    internal sealed record Settings(string First, string? Second, string? Variant, string Models, bool Json);
}
