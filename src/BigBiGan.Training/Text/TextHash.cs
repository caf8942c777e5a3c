using System.Security.Cryptography;
using System.Text;

namespace BigBiGan.Training.Text;

/// <summary>What stands for a text in identities and names of files.</summary>
internal static class TextHash
{
    /// <summary>SHA-256 of the text in UTF-8, in lower-case hex.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
