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

    private readonly string path;
    private readonly int count;
    private readonly int size;
    private readonly int colours;
    private readonly string origin;
    private readonly FileStream part;
    private readonly long start;

    /// <param name="origin">JSON that says what the images are of; equal for equal images.</param>
    /// <param name="count">How many images there will be.</param>
    /// <param name="colours">1 or 3.</param>
    /// <exception cref="ExportException">The file beside it holds something else, or another process writes to it.</exception>
    public NpzImages(string path, string origin, int count, int size, int colours)
    {
        (this.path, this.count, this.size, this.colours, this.origin) = (path, count, size, colours, origin);
        part = Opened.Alone(Aside, path);
        try
        {
            start = Begin();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Aside => path + DurableFile.PartEnding;

    private long ImageBytes => (long)size * size * Colours;

    public bool Has(int first, int count) => part.Length >= start + ((first + count) * ImageBytes);

    public void Add(int first, ReadOnlySpan<byte> pixels)
    {
        part.Position = start + (first * ImageBytes);
        part.Write(colours == Colours ? pixels : Tripled(pixels));
        part.Flush();
    }

    public void Finish(long[]? labels)
    {
        var images = new NpyArray("|u1", [count, size, size, Colours], stream =>
        {
            // an interrupted command may have been asked for more
            part.SetLength(start + (count * ImageBytes));
            part.Position = start;
            part.CopyTo(stream);
        });
        NpzFile.Write(path, [("arr_0", images), .. labels is null ? Array.Empty<(string, NpyArray)>() : [("arr_1", NpyArray.Of(labels))]], origin);
        File.Delete(Aside);
    }

    public void Dispose() => part.Dispose();

    /// <returns>Where the first image stands.</returns>
    private long Begin()
    {
        var head = Encoding.UTF8.GetBytes(origin.ReplaceLineEndings(" ") + "\n");
        var found = new byte[Math.Min(head.Length, part.Length)];
        part.ReadExactly(found);
        // a head that was cut short has no images after it
        if (head.AsSpan().StartsWith(found))
        {
            part.Position = 0;
            part.Write(head);
            return head.Length;
        }

        part.Position = 0;
        var line = new StreamReader(part).ReadLine() ?? "";
        throw new ExportException($"{Aside} holds the beginning of images of another origin ({Opened.Difference(line, origin)}); remove it, or take another --out");
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
