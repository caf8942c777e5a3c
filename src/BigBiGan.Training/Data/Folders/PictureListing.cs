using System.Security.Cryptography;
using System.Text;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Folders;

/// <summary>The files of a split, one after the other.</summary>
/// <param name="folders">Of the split.</param>
/// <param name="root">Of the source: names are relative to it, so that a folder that was moved has the same images.</param>
internal sealed class PictureListing(ClassFolders folders, string root)
{
    public string[] Paths { get; } = [.. folders.Files.SelectMany(paths => paths)];

    public int[] Labels { get; } = [.. folders.Files.SelectMany((paths, label) => Enumerable.Repeat(label, paths.Count))];

    /// <summary>Looks at each file: its length, and when it was written.</summary>
    /// <param name="done">Is called for each.</param>
    /// <exception cref="DataSourceException">A file is gone since the folder was read.</exception>
    public IndexedFile[] Look(Action done)
    {
        var files = new IndexedFile[Paths.Length];
        AllCores.Each(files.Length, i =>
        {
            files[i] = IndexedFile.Of(Paths[i]);
            done();
        });
        return files;
    }

    /// <summary>SHA-256 of names, lengths and labels, in lower-case hex.</summary>
    /// <param name="files">As they were looked at.</param>
    public string Identity(IndexedFile[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append($"{Paths.Length}\n{string.Join('\n', folders.ClassNames)}\n");
        for (var i = 0; i < Paths.Length; i++)
        {
            Append($"{Labels[i]} {files[i].Length} {Path.GetRelativePath(root, Paths[i])}\n");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
