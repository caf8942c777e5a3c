using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One of a few words, each for one value.</summary>
internal sealed class ChoiceShape<T>(params (string Word, T Value)[] choices) : ValueShape<T>
    where T : struct
{
    public override string Description => Words.Or(choices.Select(choice => $"`{choice.Word}`"));

    internal override string Json => JsonText.Enum(choices.Select(choice => choice.Word));

    internal override bool TryRead(SpecNode node, string path, Findings findings, out T value)
    {
        value = default;
        if (node is not ScalarNode scalar)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        foreach (var (word, choice) in choices)
        {
            if (word == scalar.Text)
            {
                value = choice;
                return true;
            }
        }

        var near = Words.DidYouMean(scalar.Text, choices.Select(choice => choice.Word));
        return Refuse(Rule.WrongType, node, path, findings, near);
    }

    internal override string Write(T value) => choices.First(choice => choice.Value.Equals(value)).Word;
}
