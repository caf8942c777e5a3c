using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Text;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Sources;
using SkiaSharp;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>How long it takes from a start to the first batch of tar shards, and in how much memory.</summary>
internal static class ShardSpeed
{
    private const int Size = 32;
    private const int Shards = 200;
    private const int Classes = 1000;

    /// <summary>Writes shards of tiny JPEGs, of 200 different pictures, where the folder is not there.</summary>
    public static void Make(string folder, int images)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var pictures = Enumerable.Range(0, 200).Select(Picture).ToArray();
        var each = images / Shards;
        Parallel.For(0, Shards, shard =>
        {
            using var file = new FileStream(Path.Combine(folder, $"train-{shard:000000}.tar"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
            using var tar = new TarWriter(file, TarEntryFormat.Ustar);
            for (var i = 0; i < each; i++)
            {
                var number = (shard * each) + i;
                Write(tar, $"{number:00000000}.jpg", pictures[number % pictures.Length]);
                Write(tar, $"{number:00000000}.cls", Encoding.ASCII.GetBytes((number % Classes).ToString(CultureInfo.InvariantCulture)));
            }
        });
    }

    /// <summary>Seconds from nothing to the first batch of 64.</summary>
    public static double Start(string folder)
    {
        var clock = Stopwatch.StartNew();
        var data = DataSource.Load(folder, Size, 3);
        using var stream = new BatchReader(data.Train, 0, Augmentation.None).Stream(0, 64);
        using var batch = stream.Next();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Write(TarWriter tar, string name, byte[] bytes) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });

    private static byte[] Picture(int seed)
    {
        using var bitmap = new SKBitmap(Size, Size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < Size * Size; i++)
        {
            bitmap.SetPixel(i % Size, i / Size, new SKColor((byte)(seed + (3 * i)), (byte)(7 * (i / Size)), (byte)seed));
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 60);
        return data.ToArray();
    }
}
