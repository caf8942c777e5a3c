using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Canonical;

/// <summary>What a variant is, as a number: stable across comments, key order, spelling, inheritance and machines.</summary>
public static class SpecHash
{
    /// <summary>
    /// SHA-256, 64 hex digits, of the resolved keys; path, name, summary, base and ablation do not enter.
    /// A layer of the user's own enters by its class, version and shape rule, and not by what its code says.
    /// </summary>
    public static string Of(Variant variant)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in VariantText.Of(variant))
        {
            text.Append(key.Path).Append(": ").Append(value).Append('\n');
        }

        foreach (var layer in variant.Layers)
        {
            text.Append($"layer {layer.Name}: {layer.Class}, version {layer.Version}, {layer.Channels.Text} channels of size {layer.Size.Text}\n");
        }

        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()))).Replace("-", "").ToLowerInvariant();
    }
}
