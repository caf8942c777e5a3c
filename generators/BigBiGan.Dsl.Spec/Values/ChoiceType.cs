using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>A choice of words, whatever they stand for.</summary>
internal interface IChoiceType
{
    IEnumerable<string> Words { get; }
}

/// <summary>One of a few words, each for one value.</summary>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : SpecType<T>, IChoiceType
    where T : notnull
{
    public IEnumerable<string> Words => choices.Select(choice => choice.Word);

    public override string Description => Phrases.Or(choices.Select(choice => $"`{choice.Word}`"));

    internal override bool TryRead(SpecNode node, string path, Findings findings, out T value)
    {
        value = default!;
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

        var near = Spelling.DidYouMean(scalar.Text, choices.Select(choice => choice.Word));
        return Refuse(Rule.WrongType, node, path, findings, near);
    }

    internal override string Write(T value) => choices.First(choice => choice.Value.Equals(value)).Word;
}
