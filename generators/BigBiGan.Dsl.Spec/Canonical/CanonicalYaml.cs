using System.Text;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Canonical;

/// <summary>A resolved variant as a spec that stands alone: every key written, nothing inherited.</summary>
public static class CanonicalYaml
{
    /// <summary>Reading it back gives an equal variant, up to the base and what it ablates.</summary>
    public static string Write(Variant variant)
    {
        var text = new StringBuilder();
        text.Append(SpecKeys.Variant.Path).Append(": ").Append(variant.Name).Append('\n');
        if (variant.Summary.Length > 0)
        {
            text.Append(SpecKeys.Summary.Path).Append(": ").Append(SpecKeys.Summary.Type.Write(variant.Summary)).Append('\n');
        }

        string[] open = [];
        foreach (var (key, value) in VariantText.Of(variant))
        {
            var segments = key.Segments;
            var common = 0;
            while (common < segments.Length - 1 && common < open.Length && segments[common] == open[common])
            {
                common++;
            }

            for (var depth = common; depth < segments.Length; depth++)
            {
                text.Append(' ', 2 * depth).Append(segments[depth]).Append(depth == segments.Length - 1 ? $": {value}\n" : ":\n");
            }

            open = [.. segments.Take(segments.Length - 1)];
        }

        return text.ToString();
    }
}
