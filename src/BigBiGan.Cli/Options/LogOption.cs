using System.CommandLine;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Options;

/// <summary>In which forms a run is logged.</summary>
internal static class LogOption
{
    private static readonly Dictionary<string, LogKind> Words = new()
    {
        ["jsonl"] = LogKind.Jsonl,
        ["tensorboard"] = LogKind.TensorBoard,
        ["csv"] = LogKind.Csv,
    };

    public static Option<IReadOnlyList<LogKind>?> Create() => new("--log")
    {
        Description = "Forms of the log, each a file in the run's folder: jsonl, which is always written, tensorboard, csv. "
            + "[default: the run's; for a new run jsonl,tensorboard]",
        HelpName = "FORM,FORM",
        CustomParser = result =>
        {
            string[] asked = [.. result.Tokens.SelectMany(token => token.Value.Split(','))];
            if (asked.FirstOrDefault(word => !Words.ContainsKey(word)) is { } unknown)
            {
                result.AddError($"--log has '{unknown}'; expected a list of {Phrases.Or(Words.Keys)}, such as jsonl,tensorboard,csv");
                return null;
            }

            return [.. asked.Select(word => Words[word]).Distinct()];
        },
    };
}
