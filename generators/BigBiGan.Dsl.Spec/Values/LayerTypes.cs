using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>A whole number as a formula of where the layer stands.</summary>
internal sealed class FormulaType : SpecType<Formula>
{
    public override string Description =>
        "a formula of `C` (channels of the input), `S` (its height and width), `n` (the argument), "
        + "whole numbers, `+ - * /` and brackets; every division must come out even";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out Formula value)
    {
        value = null!;
        if (node is not ScalarNode scalar)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        if (Formula.Parse(scalar.Text, out var fault) is { } formula)
        {
            value = formula;
            return true;
        }

        findings.AtValue(Rule.WrongType, path, $"`{path}` is {NodeText.Of(node)}, which {fault}");
        return false;
    }

    internal override string Write(Formula value) => value.Text;
}

/// <summary>The name of a layer.</summary>
internal sealed class LayerNameType : NameType
{
    public override string Description => "a layer's name such as `squeeze-excite`: a small letter, then small letters, digits and `-`";

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 80 && text[0] is >= 'a' and <= 'z' && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private protected override bool IsOne(string text) => IsName(text);
}

/// <summary>A C# class with its namespace.</summary>
internal sealed class ClassNameType : NameType
{
    public override string Description => "a C# class with its namespace, such as `MyLab.SqueezeExcite`";

    private protected override int Longest => 400;

    private protected override bool IsOne(string text) => text.Length is > 0 and <= 400 && text.Split('.').All(IsIdentifier);

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && part[0] is not (>= '0' and <= '9')
            && part.All(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_');
}
