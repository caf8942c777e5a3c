using System.Security.Cryptography;
using System.Text;

namespace BigBiGan.Dsl.Spec;

/// <summary>What a variant is, as a number: stable across comments, key order, spelling, inheritance and machines.</summary>
public static class SpecHash
{
    /// <summary>SHA-256, 64 hex digits, of the resolved keys; path, name, summary, base and ablation do not enter.</summary>
    public static string Of(Variant variant)
    {
        var text = string.Concat(VariantText.Of(variant).Select(line => $"{line.Key.Path}: {line.Value}\n"));
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
