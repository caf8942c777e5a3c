using System.Globalization;
using System.Text.RegularExpressions;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>A name that a queue gives to something of its own; a shell reads it as one word.</summary>
internal class QueueWordType : NameType
{
    public override string Description => "a name of letters, digits and `._-,+@:/`";

    public static bool IsWord(string text) =>
        text.Length > 0 && text[0] != '-'
        && text.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "._-,+@:/".IndexOf(letter) >= 0);

    private protected override bool IsOne(string text) => text.Length <= Longest && IsWord(text);
}

internal sealed class ModulesType() : ListType<string>(new QueueWordType(), most: 100)
{
    public override string Description => "a list of modules such as `[gcc/13, cuda/12.4]`";
}

internal sealed class SetupType() : ListType<string>(new TextType(), most: 100)
{
    public override string Description => "a list of lines of bash, in quotes";
}

/// <summary>An option of <c>sbatch</c> with its value: one word.</summary>
internal sealed class SbatchOptionType : NameType
{
    public override string Description => "an option with its value in one word, such as `--constraint=a100`";

    private protected override int Longest => 500;

    private protected override bool IsOne(string text) =>
        text.Length <= Longest && text.StartsWith("--", StringComparison.Ordinal) && text.Length > 2 && !text.Any(char.IsWhiteSpace);
}

internal sealed class OptionsType() : ListType<string>(new SbatchOptionType(), most: 100)
{
    public override string Description => "a list of options with their values, such as `[--constraint=a100]`";
}

/// <summary>A time as queues write it, in seconds.</summary>
internal sealed class DurationType : SpecType<int>
{
    /// <summary>Of the JSON Schema, too.</summary>
    public const string Pattern = "^([0-9]{1,3}-)?[0-9]{1,3}:[0-5][0-9]:[0-5][0-9]$";

    public override string Description => "hours, minutes and seconds such as `12:00:00`, or with days before them, `2-00:00:00`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out int value)
    {
        value = node is ScalarNode { Text: var text } && Regex.IsMatch(text, Pattern) ? Seconds(text) : 0;
        return value > 0 || Refuse(Rule.WrongType, node, path, findings);
    }

    internal override string Write(int value) =>
        string.Format(CultureInfo.InvariantCulture, "{0}:{1:00}:{2:00}", value / 3600, value / 60 % 60, value % 60);

    private static int Seconds(string text)
    {
        var numbers = text.Split('-', ':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var clock = numbers.Skip(numbers.Length - 3).ToArray();
        return (numbers.Length > 3 ? numbers[0] * 86_400 : 0) + (clock[0] * 3600) + (clock[1] * 60) + clock[2];
    }
}

/// <summary>A line of the shell with names in braces, which are replaced.</summary>
internal sealed class TemplateType(params string[] names) : SpecType<string>
{
    public static readonly string[] OfJob = ["script", "name", "log", "partition", "account", "time", "minutes", "cards", "cpus", "megabytes"];
    public static readonly string[] OfId = ["id"];

    /// <summary>A shell's own <c>${name}</c> is none.</summary>
    private static readonly Regex Name = new(@"(?<!\$)\{([A-Za-z-]+)\}");

    public override string Description => $"a line of the shell with `{{{names[0]}}}` in it"
        + (names.Length > 1 ? $"; it may have {Phrases.And(names.Skip(1).Select(name => $"`{{{name}}}`"))}, too" : "");

    /// <summary>The names that a line asks for.</summary>
    public static IEnumerable<string> Names(string line) => Name.Matches(line).Cast<Match>().Select(match => match.Groups[1].Value);

    /// <summary>A line with its values.</summary>
    public static string Fill(string line, Func<string, string> value) => Name.Replace(line, match => value(match.Groups[1].Value));

    internal override bool TryRead(SpecNode node, string path, Findings findings, out string value)
    {
        value = node is ScalarNode scalar ? scalar.Text.Trim() : "";
        if (node is not ScalarNode || value.IndexOfAny(['\r', '\n']) >= 0 || !Names(value).Contains(names[0]))
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        foreach (var name in Names(value).Where(name => !names.Contains(name)))
        {
            var known = Phrases.Or(names.Select(one => $"`{{{one}}}`"));
            findings.AtValue(
                Rule.WrongType, path,
                $"`{path}` asks for `{{{name}}}`{Spelling.DidYouMean(name, names)}; expected {known}, and `${{{name}}}` for a variable of the shell");
            return false;
        }

        return true;
    }

    internal override string Write(string value) => $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\t", "\\t")}\"";
}
