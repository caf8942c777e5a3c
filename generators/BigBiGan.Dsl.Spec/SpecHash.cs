using System.Security.Cryptography;
using System.Text;

namespace BigBiGan.Dsl.Spec;

/// <summary>What a variant is, as a number: stable across comments, key order, spelling, inheritance and machines.</summary>
public static class SpecHash
{
    /// <summary>SHA-256, 64 hex digits, of the resolved keys; path, name, summary, base and ablation do not enter. A layer of the user's own enters by its class, version and shape rule, and not by what its code says.</summary>
    public static string Of(Variant variant)
    {
        var lines = VariantText.Of(variant).Select(line => $"{line.Key.Path}: {line.Value}\n").Concat(variant.Layers.Select(layer =>
            $"layer {layer.Name}: {layer.Class}, version {layer.Version}, {layer.Channels.Text} channels of size {layer.Size.Text}\n"));
        var text = string.Concat(lines);
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
