using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests.Documentation;

/// <summary>Every command that the README, the docs, the specs and <c>--help</c> print does what they say, in a <see cref="ShortForm"/>.</summary>
public sealed class DocumentationTests
{
    /// <summary>Many commands are printed more than once; each short form runs once.</summary>
    private static readonly Dictionary<string, Answer> Answers = [];

    public static TheoryData<string> Pages => [.. PrintedCommand.All.Select(page => page.Key)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_commands_of_a_page_run_one_after_the_other(string page) => Run(PrintedCommand.All[page]);

    [Fact]
    public void The_examples_of_the_help_run_one_after_the_other() => Run(Help([]));

    [Fact]
    public void Commands_are_found_where_people_read_them()
    {
        string[] lines =
        [
            "Say `bigbigan check`, or `./bigbigan --help`, or `X=1 bigbigan train a  b`.", "", "```sh", "# no command", "any program at all  # told", "```", "```", "bigbigan: warning: an answer", "$ bigbigan list", "```",
            "```yaml", "bigbigan list", "```",
        ];
        Assert.Equal(
            ["./bigbigan --help", "X=1 bigbigan train a  b", "any program at all", "bigbigan list"], PrintedCommand.OfMarkdown("page.md", lines).Select(command => command.Text));
        Assert.Throws<NotSupportedException>(() => ShortForm.Of("any program at all"));
    }

    private static void Run(IEnumerable<PrintedCommand> commands) => Assert.All(commands.ToList(), command =>
    {
        var form = Of(command);
        if (form is null)
        {
            return;
        }

        var line = $"{form.Program} {string.Join(' ', form.Arguments)}";
        if (!Answers.TryGetValue(line, out var answer))
        {
            Answers[line] = answer = form.Run();
        }

        Assert.True(answer.Code == 0, $"{command.Place} ran as `{line}` and ended with {answer.Code}\n{answer.Out}\n{answer.Error}");
        Assert.DoesNotContain("No test matches", answer.Out);
    });

    /// <summary>The examples of a command and of those below it.</summary>
    private static IEnumerable<PrintedCommand> Help(string[] command)
    {
        var lines = Bigbigan.Run([.. command, "--help"]).Succeeds().OutLines;
        var examples = After("Example:", "Examples:").Select((line, i) => new PrintedCommand($"{string.Join(' ', command)} --help", i + 1, line.Trim()));
        return [.. examples, .. After("Commands:").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).SelectMany(name => Help([.. command, name]))];

        IEnumerable<string> After(params string[] titles) => lines.SkipWhile(line => !titles.Contains(line)).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));
    }

    private static ShortForm? Of(PrintedCommand command)
    {
        try
        {
            return ShortForm.Of(command.Text);
        }
        catch (NotSupportedException problem)
        {
            throw new InvalidOperationException($"{command.Place} is run by nobody: {problem.Message}; add one to {nameof(ShortForm)}.cs", problem);
        }
    }
}
