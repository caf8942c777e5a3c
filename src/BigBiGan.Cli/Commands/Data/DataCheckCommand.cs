using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Commands.Data;

/// <summary>Decodes every picture of a source, and lists those that are broken.</summary>
internal static class DataCheckCommand
{
    public static Command Create()
    {
        var source = DataCommand.Source();
        var command = new ExampleCommand(
            "check",
            "Decodes every picture of a source on all cores, and lists those that cannot be read. Exit code 1 where there are any.",
            "bigbigan data check images",
            "bigbigan data check images --json")
        { source, CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(arguments.GetRequiredValue(source), arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Execute(Settings settings)
    {
        var check = DataCheck.Of(settings.Source, new ConsoleReport().Progress("decoding images"));
        if (settings.Json)
        {
            Json.Print(new { source = settings.Source, images = check.Images, broken = check.Broken });
        }
        else
        {
            foreach (var line in check.Broken)
            {
                Console.Out.WriteLine(line);
            }

            Console.Out.WriteLine($"{settings.Source}: {Quantity.Count(check.Images, "image")} decoded, {check.Broken.Count} broken");
        }

        return check.Broken.Count == 0 ? ExitCode.Done : ExitCode.Mistake;
    }

    internal sealed record Settings(string Source, bool Json);
}
