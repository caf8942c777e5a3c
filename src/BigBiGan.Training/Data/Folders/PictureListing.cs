using System.Security.Cryptography;
using System.Text;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Folders;

/// <summary>The files of a source that is too large for memory: listed, and decoded whenever an image is read.</summary>
/// <param name="root">Of the source: names are relative to it, so that a folder that was moved has the same images.</param>
internal sealed class PictureListing(string name, string root, int size, int colours)
{
    /// <summary>Goes up with every change of what the same files become at the same size.</summary>
    private const int Version = 1;

    /// <exception cref="DataSourceException">A file is gone since the folder was read.</exception>
    public ImageSet Read(ClassFolders folders, string split)
    {
        (string Path, int Label)[] files = [.. folders.Labelled()];
        var paths = Array.ConvertAll(files, file => file.Path);
        return new ImageSet(
            name, split, size, colours, new FilePixels(paths, size, colours), Array.ConvertAll(files, file => file.Label), folders.ClassNames,
            Identity(files, folders.ClassNames))
        {
            Files = paths,
        };
    }

    /// <summary>Of names, lengths and labels, and of what is made of the files.</summary>
    private string Identity((string Path, int Label)[] files, IReadOnlyList<string> classNames)
    {
        var lengths = new long[files.Length];
        AllCores.Each(files.Length, i => lengths[i] = Length(files[i].Path));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append($"files {Version} {files.Length} {colours} {size}\n{string.Join('\n', classNames)}\n");
        for (var i = 0; i < files.Length; i++)
        {
            Append($"{files[i].Label} {lengths[i]} {Path.GetRelativePath(root, files[i].Path)}\n");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private static long Length(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }
}
