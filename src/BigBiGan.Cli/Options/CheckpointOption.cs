using System.CommandLine;
using System.Globalization;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Options;

/// <summary>Which checkpoint of a run a command looks at.</summary>
internal static class CheckpointOption
{
    public static Option<CheckpointChoice?> Create() => new("--checkpoint")
    {
        Description = "The checkpoint after this step, which `train --keep` kept, or the best along the way (`train --evaluate-every`). [default: the newest]",
        HelpName = "STEP|best",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text == "best")
            {
                return new CheckpointChoice(IsBest: true);
            }

            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                return new CheckpointChoice(step);
            }

            result.AddError($"--checkpoint is '{text}'; expected the number of a step, or best");
            return null;
        },
    };
}
