using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BigBiGan.Cli.Options;

/// <summary>The library's help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction help, string first) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <param name="first">The example of the program itself.</param>
    public static void Install(RootCommand root, string first)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!, first);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command is ExampleCommand command ? command.Examples : [first];
        Console.Out.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples)
        {
            Console.Out.WriteLine($"  {example}");
        }

        return code;
    }
}
