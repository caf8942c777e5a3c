using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

internal sealed class IntegerType(int least, int most, bool even = false) : SpecType<int>
{
    public int Least => least;

    public int Most => most;

    public bool Even => even;

    public override string Description => $"an {(even ? "even " : "")}integer from {least} to {most}";

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
internal sealed class RealType(double least, bool leastIncluded, double most) : SpecType<double>
{
    public double Least => least;

    public bool LeastIncluded => leastIncluded;

    public double Most => most;

    public override string Description =>
        $"a number {(leastIncluded ? "at least" : "above")} {NumberText.Write(least)} and below {NumberText.Write(most)}";

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
