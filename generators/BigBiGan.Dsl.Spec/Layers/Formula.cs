using System.Numerics;

namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>A whole number that follows from where a layer stands: <c>2 * C * C / n + C</c>.</summary>
/// <param name="Text">In one spelling: a space around each operator of one line.</param>
public sealed record Formula(string Text, Term Root)
{
    /// <summary>Far above every tensor and cost, and below what 64 bits hold.</summary>
    private static readonly BigInteger Most = 1_000_000_000_000_000;

    /// <summary>Null, with what is wrong, where the text is not a formula.</summary>
    public static Formula? Parse(string text, out string fault)
    {
        var reader = new FormulaReader(text);
        var root = reader.Read(out fault);
        return root is null ? null : new Formula(root.Text, root);
    }

    /// <summary>The value at a place, or null with what is wrong there.</summary>
    public long? At(LayerPlace place, out string fault)
    {
        fault = "";
        if (Root.Value(place, ref fault) is not { } value)
        {
            return null;
        }

        if (value < 0 || value > Most)
        {
            fault = value < 0 ? $"is {value}" : "is above 10^15";
            return null;
        }

        return (long)value;
    }
}

/// <summary>Where a layer stands: what the letters of its formulas are.</summary>
/// <param name="Channels">C.</param>
/// <param name="Size">S: height and width.</param>
/// <param name="Argument">n; null where the spec gives none.</param>
public readonly record struct LayerPlace(int Channels, int Size, int? Argument)
{
    public override string ToString() => $"C = {Channels}, S = {Size}{(Argument is { } n ? $", n = {n}" : "")}";
}

/// <summary>A part of a formula.</summary>
public abstract record Term
{
    internal abstract string Text { get; }

    internal abstract BigInteger? Value(LayerPlace place, ref string fault);
}

internal sealed record NumberTerm(long Number) : Term
{
    internal override string Text => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal override BigInteger? Value(LayerPlace place, ref string fault) => Number;
}

/// <param name="Letter">C, S or n.</param>
internal sealed record LetterTerm(char Letter) : Term
{
    internal override string Text => Letter.ToString();

    internal override BigInteger? Value(LayerPlace place, ref string fault) => Letter switch
    {
        'C' => place.Channels,
        'S' => place.Size,
        _ => place.Argument ?? 0, // that it is missing is reported where the argument is looked for
    };
}

internal sealed record OperationTerm(char Sign, Term Left, Term Right) : Term
{
    internal override string Text => $"{Bracketed(Left, right: false)} {Sign} {Bracketed(Right, right: true)}";

    internal override BigInteger? Value(LayerPlace place, ref string fault)
    {
        if (Left.Value(place, ref fault) is not { } left || Right.Value(place, ref fault) is not { } right)
        {
            return null;
        }

        if (Sign == '/' && (right.IsZero || !(left % right).IsZero))
        {
            fault = $"has `{Text}`, which is {left} / {right}, no whole number";
            return null;
        }

        return Sign switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
    }

    private bool Binds => Sign is '*' or '/';

    private string Bracketed(Term part, bool right) =>
        part is OperationTerm inner && (Binds && !inner.Binds || (right && Binds == inner.Binds)) ? $"({part.Text})" : part.Text;
}
