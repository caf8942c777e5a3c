using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Folders;

/// <summary>Decodes the files of a source on all cores, skips the broken ones and says how far it is.</summary>
internal sealed class PictureReader(string name, int size, int colours, int total, Action<int, int>? progress)
{
    /// <summary>More than one broken file in so many stops the start.</summary>
    private const int BrokenShare = 20;

    private const int NamedFiles = 10;

    private readonly List<(string Path, string Reason)> _broken = [];
    private readonly SlowReport _progress = new(progress, total);

    /// <exception cref="DataSourceException">Too many images for the memory, or a class without a readable one.</exception>
    public ImageSet Read(ClassFolders folders, string split)
    {
        (string Path, int Label)[] files = [.. folders.Labelled()];
        var length = colours * size * size;
        var pixels = PixelBuffer.Allocate(name, files.Length, colours, size);
        var reasons = new string?[files.Length];
        Parallel.For(0, files.Length, i =>
        {
            reasons[i] = ImageFile.Read(files[i].Path, PictureFrame.Centre, pixels.AsSpan(i * length, length), size, colours);
            _progress.Done();
        });

        var labels = new List<int>(files.Length);
        var read = new List<string>(files.Length);
        for (var i = 0; i < files.Length; i++)
        {
            if (reasons[i] is { } reason)
            {
                _broken.Add((files[i].Path, reason));
                continue;
            }

            pixels.AsSpan(i * length, length).CopyTo(pixels.AsSpan(labels.Count * length));
            labels.Add(files[i].Label);
            read.Add(files[i].Path);
        }

        Array.Resize(ref pixels, labels.Count * length);
        var bare = Enumerable.Range(0, folders.ClassNames.Count).Except(labels).Select(label => (int?)label).Min();
        if (bare is { } label)
        {
            var first = Array.FindIndex(files, f => f.Label == label);
            throw new DataSourceException(
                $"{name}: class `{folders.ClassNames[label]}` has no readable image in the {split} split; the first is {files[first].Path}: {reasons[first]}. "
                + "Mend or remove the files.");
        }

        var held = new MemoryPixels(pixels, size, colours, new FilePixels(read, size, colours));
        return new ImageSet(name, split, size, colours, held, [.. labels], folders.ClassNames) { Files = read };
    }

    /// <exception cref="DataSourceException">More than 5 % of the files are broken.</exception>
    public void ReportBroken(string folder, Action<string>? warn)
    {
        if (_broken.Count * BrokenShare > total)
        {
            throw new DataSourceException(
                $"{folder}: {_broken.Count} of {total} images cannot be read, expected at most {100 / BrokenShare} %; "
                + $"the first is {_broken[0].Path}: {_broken[0].Reason}. Mend or remove them.");
        }

        foreach (var (path, reason) in _broken.Take(NamedFiles))
        {
            warn?.Invoke($"{path}: skipped, as it cannot be read: {reason}");
        }

        if (_broken.Count > NamedFiles)
        {
            warn?.Invoke($"{folder}: {_broken.Count - NamedFiles} more images skipped");
        }
    }
}
