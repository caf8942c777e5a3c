using System.Text.Json;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Data.Sources;

/// <summary>Decodes all pictures of a source on all cores, leaves out the broken ones, and says which they are.</summary>
/// <param name="asked">What is asked of the source.</param>
/// <param name="total">Pictures of all its splits.</param>
internal sealed class PictureSieve(DataRequest asked, int total)
{
    /// <summary>More than one broken picture in so many stops the start, where nobody asked for them to be left out.</summary>
    private const int BrokenShare = 20;

    private const int NamedPictures = 10;

    private readonly List<BrokenPicture> _broken = [];
    private readonly SlowReport _progress = new(asked.Progress, total);

    /// <summary>The pictures that were left out, each with the reason.</summary>
    public IReadOnlyList<string> Skipped => [.. _broken.Select(picture => picture.Line())];

    /// <summary>The images, in memory from here on; crops are still cut from the originals.</summary>
    /// <exception cref="DataSourceException">Too many images for the memory, or a class without a readable one.</exception>
    public ImageSet InMemory(ImageSet set)
    {
        var length = set.ImageBytes;
        var pixels = PixelBuffer.Allocate(set.Name, set.Count, set.Colours, set.Size);
        var broken = Decode(set, i => pixels.AsSpan(i * length, length));
        if (broken.Count == 0)
        {
            return set.InMemory(pixels);
        }

        var whole = Whole(set, broken);
        for (var i = 0; i < whole.Length; i++)
        {
            pixels.AsSpan(whole[i] * length, length).CopyTo(pixels.AsSpan(i * length));
        }

        Array.Resize(ref pixels, whole.Length * length);
        return set.Pick(whole).InMemory(pixels);
    }

    /// <summary>
    /// The images without the broken ones, which have to be found first: by decoding all, or from the user's cache where that was done before.
    /// </summary>
    /// <exception cref="DataSourceException">A class without a readable image.</exception>
    public ImageSet Readable(ImageSet set)
    {
        var cache = UserCache.Folder("broken") is { } folder ? Path.Combine(folder, $"{set.Identity[..16]}.json") : null;
        var broken = Known(cache);
        if (broken is null)
        {
            broken = Decode(set, _ => new byte[set.ImageBytes]);
            Keep(cache, broken);
        }
        else
        {
            _broken.AddRange(broken);
        }

        return broken.Count == 0
            ? set
            : set.Pick(Whole(set, broken), () => TextHash.Of($"{set.Identity} without {string.Join(' ', broken.Select(picture => picture.Index))}"));
    }

    /// <summary>Names what was left out.</summary>
    /// <exception cref="DataSourceException">More than 5 % of the pictures are broken, and nobody asked for them to be left out.</exception>
    public void Report()
    {
        if (asked.Options.Broken is null && _broken.Count * BrokenShare > total)
        {
            throw new DataSourceException(
                $"{asked.Source}: {_broken.Count} of {total} images cannot be read, expected at most {100 / BrokenShare} %; "
                + $"the first is {_broken[0].Name}: {_broken[0].Reason}. Mend or remove them, or leave them out with --broken skip.");
        }

        foreach (var picture in _broken.Take(NamedPictures))
        {
            asked.Warn?.Invoke($"{picture.Name}: skipped, as it cannot be read: {picture.Reason}");
        }

        if (_broken.Count > NamedPictures)
        {
            asked.Warn?.Invoke($"{asked.Source}: {_broken.Count - NamedPictures} more images skipped");
        }
    }

    /// <summary>Decodes all pictures on all cores, and gives those that are broken, in their order.</summary>
    /// <param name="target">Where a picture goes.</param>
    /// <param name="done">Is called for each.</param>
    /// <param name="stops">Whether the first that is broken ends the work.</param>
    public static List<BrokenPicture> Broken(IPixels pixels, PictureBuffer target, Action done, bool stops = false)
    {
        var problems = new BrokenPictureException?[pixels.Count];
        AllCores.Each(problems.Length, i =>
        {
            try
            {
                pixels.Read(i, PictureFrame.Centre, target(i));
            }
            catch (BrokenPictureException problem) when (!stops)
            {
                problems[i] = problem;
            }

            done();
        });
        return [.. problems.Index().Where(at => at.Item is not null).Select(at => new BrokenPicture(at.Index, at.Item!.Name, at.Item.Reason))];
    }

    private List<BrokenPicture> Decode(ImageSet set, PictureBuffer target)
    {
        var broken = Broken(set.Pixels, target, _progress.Done, stops: asked.Options.Broken == BrokenPictures.Stop);
        _broken.AddRange(broken);
        return broken;
    }

    /// <returns>The indices of the images that are not broken.</returns>
    private static int[] Whole(ImageSet set, List<BrokenPicture> broken)
    {
        var bad = broken.Select(picture => picture.Index).ToHashSet();
        int[] whole = [.. Enumerable.Range(0, set.Count).Where(i => !bad.Contains(i))];
        if (set.ClassNames.Count == 0)
        {
            return whole;
        }

        var left = new bool[set.ClassNames.Count];
        foreach (var i in whole)
        {
            left[set.Labels[i]] = true;
        }

        return broken.FirstOrDefault(picture => !left[set.Labels[picture.Index]]) is { } bare
            ? throw new DataSourceException(
                $"{set.Name}: class `{set.ClassNames[set.Labels[bare.Index]]}` has no readable image in the {set.Split} split; "
                + $"the first is {bare.Name}: {bare.Reason}. Mend or remove the files.")
            : whole;
    }

    /// <summary>Null where it is not known which pictures are broken.</summary>
    private static List<BrokenPicture>? Known(string? path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<List<BrokenPicture>>(File.ReadAllBytes(path), JsonFormat.Line) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void Keep(string? path, List<BrokenPicture> broken)
    {
        try
        {
            if (path is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                DurableFile.Write(path, stream => JsonSerializer.Serialize(stream, broken, JsonFormat.Line));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // they are found again
        }
    }

    internal delegate Span<byte> PictureBuffer(int index);

    /// <param name="Index">Of the picture among the others.</param>
    /// <param name="Name">Its path, or the file that it lies in and its name there.</param>
    /// <param name="Reason">In words.</param>
    internal sealed record BrokenPicture(int Index, string Name, string Reason)
    {
        public string Line() => $"{Name}: {Reason}";
    }
}
