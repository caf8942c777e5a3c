using System.CommandLine;
using System.CommandLine.Help;
using BigBiGan.Cli.Commands;
using BigBiGan.Training.Data;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli;

/// <summary>The <c>bigbigan</c> command. Exit codes: 0 done, 1 the user's mistake (one line), 2 ours.</summary>
internal static class CommandLine
{
    public static int Run(string[] args)
    {
        var root = new RootCommand("Compiles, trains, measures and compares BigBiGAN variants that are written as YAML specs.")
        {
            ListCommand.Create(),
            DescribeCommand.Create(),
            CheckCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            SampleCommand.Create(),
            ReconstructCommand.Create(),
            EmbedCommand.Create(),
        };
        try
        {
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            {
                throw new UserMistake($"{parsed.Errors[0].Message.TrimEnd('.')}; see '{CommandPath(parsed.CommandResult)} --help'");
            }

            // exceptions come through to the handlers below
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception mistake) when (IsUsersFault(mistake))
        {
            Console.Error.WriteLine($"bigbigan: {mistake.Message}");
            return 1;
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine($"bigbigan: internal error, please report it with the lines below: {fault.Message.Split('\n')[0]}");
            Console.Error.WriteLine(fault);
            return 2;
        }
    }

    private static bool IsUsersFault(Exception exception) => exception is UserMistake or RunException or DataSourceException;

    private static string CommandPath(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent
            ? $"{CommandPath(parent)} {result.Command.Name}"
            : "bigbigan";
}
