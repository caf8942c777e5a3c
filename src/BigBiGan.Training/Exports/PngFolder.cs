using System.Globalization;
using System.Text;
using BigBiGan.Training.Pictures;
using SkiaSharp;

namespace BigBiGan.Training.Exports;

/// <summary>
/// A folder with a PNG per image, <c>000000.png</c> on, and <c>images.json</c>, which says what they are of. A file has its name only when it is
/// whole, and is read again before it is trusted: after a loss of power a name may stand before a part of the bytes.
/// </summary>
public sealed class PngFolder : IImageStore
{
    /// <summary>Names have six digits.</summary>
    public const int Most = 1_000_000;

    private const string AboutName = "images.json";

    private static readonly byte[] Beginning = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] End = [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];

    private readonly string _folder;
    private readonly int _size;
    private readonly int _colours;
    private readonly FileStream _about;

    /// <param name="folder">Made where it is not there; what is in it must be images of the same origin.</param>
    /// <param name="origin">JSON that says what the images are of; equal for equal images.</param>
    /// <param name="count">How many images there will be.</param>
    /// <param name="colours">1 or 3.</param>
    /// <exception cref="ExportException">The folder holds something else, or another process writes to it.</exception>
    public PngFolder(string folder, string origin, int count, int size, int colours)
    {
        (_folder, _size, _colours) = (folder, size, colours);
        Directory.CreateDirectory(folder);
        _about = Opened.Alone(In(AboutName), folder);
        try
        {
            Check(origin, count);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public bool Has(int first, int count) => Enumerable.Range(first, count).All(index => IsWhole(Name(index)));

    public void Add(int first, ReadOnlySpan<byte> pixels)
    {
        var length = _size * _size * _colours;
        for (var i = 0; i < pixels.Length / length; i++)
        {
            var (path, aside) = (Name(first + i), Name(first + i) + Dsl.State.DurableFile.PartEnding);
            File.WriteAllBytes(aside, Encoded(pixels.Slice(i * length, length)));
            File.Move(aside, path, overwrite: true);
        }
    }

    /// <summary>Nothing is left to do: a picture says nothing of its class.</summary>
    public void Finish(long[]? labels)
    {
    }

    public void Dispose() => _about.Dispose();

    private void Check(string origin, int count)
    {
        var text = new StreamReader(_about).ReadToEnd();
        var others = Directory.EnumerateFileSystemEntries(_folder).Select(path => Path.GetFileName(path)!).Where(name => name != AboutName).ToList();
        if (text.Length == 0)
        {
            // the file that was made just now must not be left in a folder of something else
            if (others.Count > 0)
            {
                File.Delete(In(AboutName));
                throw new ExportException(
                    $"{_folder} holds {others.Order(StringComparer.Ordinal).First()}; expected a new or an empty folder, or one that the same command began");
            }

            _about.Write(Encoding.UTF8.GetBytes(origin));
            _about.Flush(flushToDisk: true);
        }
        else if (text != origin)
        {
            throw new ExportException($"{_folder} holds images of another origin ({Opened.Difference(text, origin)}); take another folder, or remove it");
        }

        var more = others.Count(name => IndexOf(name) >= count);
        if (more > 0)
        {
            throw new ExportException($"{_folder} holds {more} images more than the {count} that are asked for; take another folder, or a larger --count");
        }
    }

    private string Name(int index) => In(index.ToString("000000", CultureInfo.InvariantCulture) + ".png");

    private static int IndexOf(string name) =>
        name.EndsWith(".png", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, name.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : -1;

    private string In(string name) => Path.Combine(_folder, name);

    private byte[] Encoded(ReadOnlySpan<byte> pixels)
    {
        using var bitmap = new SKBitmap(_size, _size, _colours == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        var target = bitmap.GetPixelSpan();
        if (_colours == 1)
        {
            for (var y = 0; y < _size; y++)
            {
                pixels.Slice(y * _size, _size).CopyTo(target[(y * bitmap.RowBytes)..]);
            }
        }
        else
        {
            for (var i = 0; i < _size * _size; i++)
            {
                pixels.Slice(3 * i, 3).CopyTo(target[(4 * i)..]);
                target[(4 * i) + 3] = byte.MaxValue;
            }
        }

        using var image = SKImage.FromBitmap(bitmap);
        return PngFile.Encoded(image);
    }

    private static bool IsWhole(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenRead(path);
        Span<byte> found = stackalloc byte[End.Length];
        if (file.Length < Beginning.Length + End.Length)
        {
            return false;
        }

        file.ReadExactly(found[..Beginning.Length]);
        if (!found[..Beginning.Length].SequenceEqual(Beginning))
        {
            return false;
        }

        file.Position = file.Length - End.Length;
        file.ReadExactly(found);
        return found.SequenceEqual(End);
    }
}
