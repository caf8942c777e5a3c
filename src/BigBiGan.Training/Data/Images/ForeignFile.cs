namespace BigBiGan.Training.Data.Images;

/// <summary>What people have on disk in the place of a file that they meant to fetch.</summary>
internal static class ForeignFile
{
    private static ReadOnlySpan<byte> LfsPointer => "version https://git-lfs"u8;

    /// <param name="head">The file's first bytes, or all.</param>
    /// <returns>In words what it is, and what to do; null where it is neither of them.</returns>
    public static string? Words(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith(LfsPointer) => "it is a pointer of Git LFS; fetch the file with `git lfs pull`",
        _ when head.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] => "it is a web page or other markup",
        _ => null,
    };
}
