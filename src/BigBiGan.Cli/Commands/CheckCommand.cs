using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Models;

namespace BigBiGan.Cli.Commands;

/// <summary>The build's proof of the specs, without a build.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Spec files or folders of them.", Arity = ArgumentArity.OneOrMore };
        var layers = new Option<bool>("--layers")
        {
            Description = "Also run every custom layer that this program was built with, forward and backward, against what its file promises.",
        };
        var command = new ExampleCommand(
            "check",
            "Checks specs as the build does, and prints the same lines; "
            + "comments in specs that allow a problem hold, .globalconfig and NoWarn are the build's alone. Exit code 1 where there is a problem.",
            "bigbigan check models",
            "bigbigan check models/small/fashion.yaml --json",
            "bigbigan check models --layers")
        { paths, layers, CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(
            arguments.GetRequiredValue(paths),
            arguments.GetValue(layers),
            arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    /// <returns>An exit code.</returns>
    internal static int Execute(Settings settings)
    {
        var roots = settings.Paths;
        var checkedFiles = 0;
        var found = new List<LocatedProblem>();
        var unread = new List<UnreadFile>();
        foreach (var group in roots.Select(SpecFolder.Of).GroupBy(r => r.Root))
        {
            var answer = SpecFolder.Check(group.Key, group.Select(g => g.Selected));
            checkedFiles += answer.Specs;
            found.AddRange(answer.Problems);
            unread.AddRange(answer.Unread);
        }

        var uses = settings.Layers ? Variants.CustomLayers : [];
        var broken = uses.SelectMany(use => use.Prove()).ToList();
        foreach (var file in unread)
        {
            Warning.Print($"{file.Path}: {file.Reason}");
        }

        if (settings.Json)
        {
            Json.Print(new { specs = checkedFiles, problems = found, unread, layers = uses.Count, brokenPromises = broken });
        }
        else
        {
            foreach (var problem in found)
            {
                Console.Out.WriteLine(problem.Text);
            }

            foreach (var promise in broken)
            {
                Console.Out.WriteLine(promise);
            }

            Console.Out.WriteLine(
                $"{Phrases.Count(checkedFiles, "spec")}, {Phrases.Count(found.Count, "problem")}"
                + (settings.Layers ? $"; {Phrases.Count(uses.Count, "place")} of custom layers, {Phrases.Count(broken.Count, "broken promise")}" : ""));
        }

        return found.Count == 0 && broken.Count == 0 ? 0 : 1;
    }

    /// <param name="Paths">Spec files, or folders of them.</param>
    /// <param name="Layers">Whether custom layers are run, too.</param>
    internal sealed record Settings(IReadOnlyList<string> Paths, bool Layers, bool Json);
}
