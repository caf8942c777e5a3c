using System.CommandLine;
using BigBiGan.Cli.Commands;
using BigBiGan.Cli.Commands.Data;
using BigBiGan.Cli.Commands.Grids;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Runs;
using BigBiGan.Experiments.Running;

namespace BigBiGan.Cli;

/// <summary>The <c>bigbigan</c> command.</summary>
internal static class CommandLine
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        Ranks.Quieten();
        Console.SetError(new LastingOutput(Console.Error));
        try
        {
            var root = Root();
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action?.ClearsParseErrors != true && ParseMistake.Of(parsed) is { } mistake)
            {
                throw new UserMistake(mistake);
            }

            ComputeOptions.ChooseLibTorch(parsed);

            // exceptions come through to the handlers below
            var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            KernelReport.Print();
            return code;
        }
        catch (Exception problem)
        {
            return ErrorText.Print(problem);
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Compiles, trains, measures and compares BigBiGAN variants that are written as YAML specs.")
        {
            ListCommand.Create(),
            DescribeCommand.Create(),
            DiffCommand.Create(),
            CheckCommand.Create(),
            DoctorCommand.Create(),
            ParityCommand.Create(),
            SpeedCommand.Create(),
            TrainCommand.Create(),
            WatchCommand.Create(),
            EvaluateCommand.Create(),
            SampleCommand.Create(),
            ReconstructCommand.Create(),
            CompareCommand.Create(),
            EmbedCommand.Create(),
            ClusterCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            DataCommand.Create(),
            ReportCommand.Create(),
            GridCommand.Create(),
        };
        HelpWithExamples.Install(root, "bigbigan train fashion --minutes 5");
        return root;
    }
}
