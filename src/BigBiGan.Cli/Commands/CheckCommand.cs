using System.CommandLine;
using BigBiGan.Cli.Display;

namespace BigBiGan.Cli.Commands;

/// <summary>The build's proof of the specs, without a build.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Spec files or folders of them.", Arity = ArgumentArity.OneOrMore };
        var command = new ExampleCommand(
            "check", "Checks specs as the build does, and prints the same lines; comments in specs that allow a problem hold, .globalconfig and NoWarn are the build's alone. Exit code 1 where there is a problem.", "bigbigan check models", "bigbigan check models/small/fashion.yaml --json")
        { paths, CommonOptions.Json };
        command.SetAction(arguments =>
        {
            var roots = arguments.GetRequiredValue(paths);
            var checkedFiles = 0;
            var found = new List<LocatedProblem>();
            foreach (var group in roots.Select(Specs.SpecFolder.Of).GroupBy(r => r.Root))
            {
                var (count, problems) = Specs.SpecFolder.Check(group.Key, group.Select(g => g.Selected));
                checkedFiles += count;
                found.AddRange(problems);
            }

            if (arguments.GetValue(CommonOptions.Json))
            {
                Json.Print(new { specs = checkedFiles, problems = found });
            }
            else
            {
                foreach (var problem in found)
                {
                    Console.Out.WriteLine(problem.Text);
                }

                Console.Out.WriteLine($"{checkedFiles} {(checkedFiles == 1 ? "spec" : "specs")}, {found.Count} {(found.Count == 1 ? "problem" : "problems")}");
            }

            return found.Count == 0 ? 0 : 1;
        });
        return command;
    }
}

internal sealed record LocatedProblem(string File, int Line, int Column, string Id, string Message, string Text);
