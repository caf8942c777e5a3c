using System.Security.Cryptography;
using System.Text;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Folders;

/// <summary>The files of a split whose pictures are decoded when they are asked for.</summary>
/// <param name="Identity">SHA-256 of names, lengths and labels, in lower-case hex.</param>
internal sealed record PictureListing(string[] Paths, int[] Labels, string Identity)
{
    /// <param name="root">Of the source: names are relative to it, so that a folder that was moved has the same images.</param>
    /// <exception cref="DataSourceException">A file is gone since the folder was read.</exception>
    public static PictureListing Of(ClassFolders folders, string root)
    {
        (string Path, int Label)[] files = [.. folders.Labelled()];
        var lengths = new long[files.Length];
        AllCores.Each(files.Length, i => lengths[i] = Length(files[i].Path));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append($"{files.Length}\n{string.Join('\n', folders.ClassNames)}\n");
        for (var i = 0; i < files.Length; i++)
        {
            Append($"{files[i].Label} {lengths[i]} {Path.GetRelativePath(root, files[i].Path)}\n");
        }

        return new PictureListing(
            Array.ConvertAll(files, file => file.Path), Array.ConvertAll(files, file => file.Label), Convert.ToHexStringLower(hash.GetHashAndReset()));

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private static long Length(string path)
    {
        try
        {
            return TargetFile.Of(path).Length;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }
}
