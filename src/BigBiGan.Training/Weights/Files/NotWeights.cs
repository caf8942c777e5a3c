using System.Text;
using System.Text.RegularExpressions;

namespace BigBiGan.Training.Weights.Files;

/// <summary>What people have in place of weights, known by its first bytes, and what to do about it.</summary>
internal static partial class NotWeights
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Looked = 512;

    private static readonly (byte[] Start, string Words)[] Kinds =
    [
        ([0x80],
            "this is a bare pickle, not a state dict of PyTorch; "
            + "write it anew in Python, where you trust its source: torch.save(pickle.load(open('OLD.pth', 'rb')), 'NEW.pth')"),
        ([0x1f, 0x8b], Archive("gzip")),
        ([.. "BZh"u8], Archive("bzip2")),
        ([0xfd, .. "7zXZ"u8], Archive("xz")),
        ([.. "7z"u8, 0xbc, 0xaf], Archive("7-Zip")),
        ([.. "Rar!"u8], Archive("RAR")),
        ([0x28, 0xb5, 0x2f, 0xfd], Archive("zstd")),
        ([0x89, .. "HDF"u8], "this is an HDF5 file (Keras, or a data set); expected a state dict of PyTorch or a safetensors file"),
        ([0x93, .. "NUMPY"u8], "this is an array of NumPy; expected a state dict of PyTorch or a safetensors file"),
    ];

    /// <summary>Null where the file may be weights.</summary>
    /// <param name="start">Its first <see cref="Looked"/> bytes, or all of them.</param>
    public static string? Words(ReadOnlySpan<byte> start)
    {
        // a safetensors file begins with a length, whose first byte can be any; then its header does
        if (start.Length > 8 && start[8] == '{' && start[4..8].IndexOfAnyExcept((byte)0) < 0)
        {
            return null;
        }

        if (OldPytorchFile.Is(start))
        {
            return null;
        }

        foreach (var (bytes, words) in Kinds)
        {
            if (start.StartsWith(bytes))
            {
                return words;
            }
        }

        if (start.Length > 262 && start[257..].StartsWith("ustar"u8))
        {
            return Archive("tar");
        }

        return start.Length == 0
            ? "the file is empty; get it again"
            : OfText(Encoding.Latin1.GetString(start).TrimStart('\u00ef', '\u00bb', '\u00bf').TrimStart());
    }

    private static string? OfText(string text)
    {
        if (Pointer().Match(text) is { Success: true } pointer)
        {
            return $"this is a Git LFS pointer to a file of {pointer.Groups[1].Value} bytes, not the file; fetch it in its repository: git lfs pull";
        }

        if (text.StartsWith('<'))
        {
            return "this is a web page in place of the weights: the download asks for a login or a click, or the address is another; get the file itself";
        }

        if (text.StartsWith('{') || text.StartsWith('['))
        {
            return "this is a JSON text in place of the weights: an answer of the server, or an index of the files that have them; get those";
        }

        return text.Length > 0 && text.All(c => c is >= ' ' and <= '~' or '\n' or '\r' or '\t')
            ? $"this is a text that begins with '{text.Split('\n', '\r')[0][..Math.Min(40, text.Split('\n', '\r')[0].Length)]}', "
                + "not weights; get the file itself"
            : null;
    }

    private static string Archive(string kind) => $"this is a {kind} archive; unpack it, and give the file of weights in it";

    [GeneratedRegex(@"^version https://git-lfs\S*\s+(?:oid \S+\s+)?size ([0-9]+)")]
    private static partial Regex Pointer();
}
