using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Model;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>What a cell is, as a number: stable across machines, the order of keys and files, comments, spelling and the names of axes.</summary>
public static class CellIdentity
{
    /// <summary>Raised when the same resolved variant would be trained or measured in another way.</summary>
    public const int SemanticsVersion = 1;

    /// <summary>SHA-256, 64 hex digits, of semantics version, resolved variant, data, seed and protocol; names and summaries do not enter.</summary>
    public static string Of(Variant variant, string data, string manifest, int seed, GridProtocol protocol)
    {
        var text = string.Format(
            CultureInfo.InvariantCulture,
            "semantics: {0}\nvariant: {1}\ndata: {2}\nmanifest: {3}\nseed: {4}\nprotocol: {5}\n",
            SemanticsVersion,
            SpecHash.Of(variant),
            data,
            manifest,
            seed,
            protocol);
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
