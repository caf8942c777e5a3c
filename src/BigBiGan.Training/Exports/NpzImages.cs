using System.Text;
using BigBiGan.Dsl.State;

namespace BigBiGan.Training.Exports;

/// <summary>
/// An NPZ file with all images: <c>arr_0</c>, uint8 [N, H, W, 3] (grey images with three equal colours, as evaluators expect them), and
/// <c>arr_1</c>, their classes, where they have any. What is made until then stands in a file beside it, after a line with its origin.
/// </summary>
public sealed class NpzImages : IImageStore
{
    private const int Colours = 3;

    private readonly string _path;
    private readonly int _count;
    private readonly int _size;
    private readonly int _colours;
    private readonly string _origin;
    private readonly FileStream _part;
    private readonly long _start;

    /// <param name="origin">JSON that says what the images are of; equal for equal images.</param>
    /// <param name="count">How many images there will be.</param>
    /// <param name="colours">1 or 3.</param>
    /// <exception cref="ExportException">The file beside it holds something else, or another process writes to it.</exception>
    public NpzImages(string path, string origin, int count, int size, int colours)
    {
        (_path, _count, _size, _colours, _origin) = (path, count, size, colours, origin);
        _part = Opened.Alone(Aside, path);
        try
        {
            _start = Begin();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Aside => _path + DurableFile.PartEnding;

    private long ImageBytes => (long)_size * _size * Colours;

    public bool Has(int first, int count) => _part.Length >= _start + ((first + count) * ImageBytes);

    public void Add(int first, ReadOnlySpan<byte> pixels)
    {
        _part.Position = _start + (first * ImageBytes);
        _part.Write(_colours == Colours ? pixels : Tripled(pixels));
        _part.Flush();
    }

    public void Finish(long[]? labels)
    {
        var images = new NpyArray("|u1", [_count, _size, _size, Colours], stream =>
        {
            // an interrupted command may have been asked for more
            _part.SetLength(_start + (_count * ImageBytes));
            _part.Position = _start;
            _part.CopyTo(stream);
        });
        NpzFile.Write(_path, [("arr_0", images), .. labels is null ? Array.Empty<(string, NpyArray)>() : [("arr_1", NpyArray.Of(labels))]], _origin);
        File.Delete(Aside);
    }

    public void Dispose() => _part.Dispose();

    /// <returns>Where the first image stands.</returns>
    private long Begin()
    {
        var head = Encoding.UTF8.GetBytes(_origin.ReplaceLineEndings(" ") + "\n");
        var found = new byte[Math.Min(head.Length, _part.Length)];
        _part.ReadExactly(found);
        // a head that was cut short has no images after it
        if (head.AsSpan().StartsWith(found))
        {
            _part.Position = 0;
            _part.Write(head);
            return head.Length;
        }

        _part.Position = 0;
        var line = new StreamReader(_part).ReadLine() ?? "";
        throw new ExportException(
            $"{Aside} holds the beginning of images of another origin ({Opened.Difference(line, _origin)}); remove it, or take another --out");
    }

    private static byte[] Tripled(ReadOnlySpan<byte> pixels)
    {
        var tripled = new byte[pixels.Length * Colours];
        for (var i = 0; i < tripled.Length; i++)
        {
            tripled[i] = pixels[i / Colours];
        }

        return tripled;
    }
}
