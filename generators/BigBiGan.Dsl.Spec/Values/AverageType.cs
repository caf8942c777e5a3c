using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>A moving average: its decay, or decay and the step at which it begins.</summary>
internal sealed class AverageType : SpecType<AverageSpec>
{
    public const string DecayKey = "decay";
    public const string StartKey = "start";

    internal static readonly RealType Decay = new(0, leastIncluded: true, 1);
    internal static readonly IntegerType Start = new(0, 1_000_000_000);

    public override string Description => $"{Decay.Description}, or `{{ {DecayKey}: d, {StartKey}: n }}`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out AverageSpec value)
    {
        value = default;
        if (node is not MappingNode mapping)
        {
            var isNumber = Decay.TryRead(node, path, findings, out var decay);
            value = new AverageSpec(decay, 0);
            return isNumber;
        }

        var sound = true;
        foreach (var entry in mapping.Entries)
        {
            var place = KeyPath.Child(path, entry.Key);
            switch (entry.Key)
            {
                case DecayKey:
                    sound &= Decay.TryRead(entry.Value, place, findings, out var decay);
                    value = value with { Decay = decay };
                    break;
                case StartKey:
                    sound &= Start.TryRead(entry.Value, place, findings, out var start);
                    value = value with { Start = start };
                    break;
                default:
                    findings.AtKey(
                        Rule.UnknownKey, place,
                        $"`{entry.Key}` is not a key of `{path}`; expected `{DecayKey}` and `{StartKey}`"
                            + $"{Spelling.DidYouMean(entry.Key, [DecayKey, StartKey])}");
                    sound = false;
                    break;
            }
        }

        if (sound && mapping[DecayKey] is null)
        {
            findings.AtValue(Rule.MissingKey, path, $"`{path}.{DecayKey}` is missing; expected something like `{{ {DecayKey}: 0.9999, {StartKey}: 20k }}`");
            sound = false;
        }

        return sound;
    }

    internal override string Write(AverageSpec value) => value.Start == 0
        ? NumberText.Write(value.Decay)
        : $"{{ {DecayKey}: {NumberText.Write(value.Decay)}, {StartKey}: {NumberText.Write(value.Start)} }}";
}
