using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Canonical;

/// <summary>A variant as keys with canonical values, in the order of <see cref="SpecKeys.All"/>: what is hashed, printed and compared.</summary>
public static class VariantText
{
    /// <summary>Every key that the variant has, defaults written out; without the keys that belong to a file alone.</summary>
    public static IReadOnlyList<(Key Key, string Value)> Of(Variant variant)
    {
        var lines = new List<(Key, string)>();
        foreach (var key in SpecKeys.All)
        {
            if (key.Text(variant) is { } value)
            {
                lines.Add((key, value));
            }
        }

        return lines;
    }
}
