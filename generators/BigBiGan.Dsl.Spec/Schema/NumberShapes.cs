using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

internal sealed class IntegerShape(int least, int most, bool even = false) : ValueShape<int>
{
    public override string Description => $"an {(even ? "even " : "")}integer from {least} to {most}";

    internal override string Json => NumberText.Json($"\"type\": \"integer\", \"minimum\": {least}, \"maximum\": {most}{(even ? ", \"multipleOf\": 2" : "")}");

    internal override bool TryRead(SpecNode node, string path, Findings findings, out int value)
    {
        value = 0;
        if (node is not ScalarNode scalar || !NumberText.TryParse(scalar.Text, out var number) || number != Math.Floor(number))
        {
            return Refuse(Rule.WrongType, node, path, findings, node is ScalarNode { Text: var text } ? NumberText.Mend(text, real: false) : "");
        }

        if (number < least || number > most || (even && number % 2 != 0))
        {
            return Refuse(Rule.OutOfRange, node, path, findings);
        }

        value = (int)number;
        return true;
    }

    internal override string Write(int value) => NumberText.Write(value);
}

/// <summary>A real number inside (or at an included end of) a range.</summary>
internal sealed class RealShape(double least, bool leastIncluded, double most) : ValueShape<double>
{
    public override string Description =>
        $"a number {(leastIncluded ? "at least" : "above")} {NumberText.Write(least)} and below {NumberText.Write(most)}";

    internal override string Json => NumberText.Json(
        $"\"type\": \"number\", \"{(leastIncluded ? "minimum" : "exclusiveMinimum")}\": {NumberText.Write(least)}, \"exclusiveMaximum\": {NumberText.Write(most)}");

    internal override bool TryRead(SpecNode node, string path, Findings findings, out double value)
    {
        value = 0;
        if (node is not ScalarNode scalar || !NumberText.TryParse(scalar.Text, out value))
        {
            return Refuse(Rule.WrongType, node, path, findings, node is ScalarNode { Text: var text } ? NumberText.Mend(text, real: true) : "");
        }

        return (value > least || (leastIncluded && value == least)) && value < most || Refuse(Rule.OutOfRange, node, path, findings);
    }

    internal override string Write(double value) => NumberText.Write(value);
}
