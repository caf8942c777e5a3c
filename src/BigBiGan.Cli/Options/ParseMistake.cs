using System.CommandLine;
using System.CommandLine.Parsing;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Cli.Options;

/// <summary>What is wrong with a line of arguments, in one line.</summary>
internal static class ParseMistake
{
    /// <summary>Null where nothing is.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return (Unknown(parsed, command) ?? Empty(parsed) ?? (parsed.Errors is [var first, ..] ? first.Message.TrimEnd('.') : null)) is { } problem
            ? $"{problem}; see '{Line(parsed.CommandResult)} --help'"
            : null;
    }

    private static string? Unknown(ParseResult parsed, Command command)
    {
        // an argument takes what looks like an option but is none
        var swallowed = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        var afterDashes = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        if (!afterDashes && swallowed.Concat(parsed.UnmatchedTokens).FirstOrDefault(token => token.StartsWith('-') && token.Length > 1) is { } option)
        {
            return $"'{option}' is not an option of '{command.Name}'{Spelling.DidYouMean(option, Options(parsed.CommandResult)).Replace('`', '\'')}";
        }

        var stray = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (command.Subcommands.Count == 0)
        {
            return stray is null ? null : $"'{stray}' is one argument too many for '{command.Name}'";
        }

        var known = command.Subcommands.Select(c => c.Name).ToList();
        return stray is null
            ? $"a command is missing; expected {Phrases.Or(known)}"
            : $"there is no command '{stray}'; expected {Phrases.Or(known)}{Spelling.DidYouMean(stray, known).Replace('`', '\'')}";
    }

    private static string? Empty(ParseResult parsed) => parsed.CommandResult.Children
        .Where(child => child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        .Select(child => child is OptionResult option ? option.Option.Name : ((ArgumentResult)child).Argument.Name)
        .Select(name => $"{name} is empty")
        .FirstOrDefault();

    private static IEnumerable<string> Options(CommandResult result) =>
        result.Command.Options.Where(option => !option.Hidden).Select(option => option.Name);

    private static string Line(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Line(parent)} {result.Command.Name}" : "bigbigan";
}
