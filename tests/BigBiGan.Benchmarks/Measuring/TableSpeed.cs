using System.Diagnostics;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using ParquetSharp;
using ParquetSharp.Schema;
using PureHDF;
using SkiaSharp;

namespace BigBiGan.Benchmarks.Measuring;

/// <summary>What it costs to have a picture of a Parquet table at random, out of its row group and out of the file aside; and of an HDF5 file.</summary>
internal static class TableSpeed
{
    private const int Size = 128;
    private const int Chunk = 500;

    public static string Table(string folder) => Path.Combine(folder, "train.parquet");

    public static string Arrays(string folder) => Path.Combine(folder, "images.hdf5");

    /// <summary>Writes a table of JPEGs of 500 x 375 px as the hub's library does, and an HDF5 file of 128 px as make_hdf5.py does.</summary>
    /// <param name="group">Rows of a row group.</param>
    public static void Make(string folder, int images, int group)
    {
        Directory.CreateDirectory(folder);
        var pictures = Enumerable.Range(0, 40).Select(Picture).ToArray();
        using var schema = new GroupNode("schema", Repetition.Required,
        [
            new GroupNode("image", Repetition.Optional,
            [
                new PrimitiveNode("bytes", Repetition.Optional, LogicalType.None(), PhysicalType.ByteArray),
                new PrimitiveNode("path", Repetition.Optional, LogicalType.String(), PhysicalType.ByteArray),
            ]),
            new PrimitiveNode("label", Repetition.Optional, LogicalType.Int(64, true), PhysicalType.Int64),
        ]);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Snappy).DisableDictionary().Build();
        using var file = new ParquetFileWriter(Table(folder), schema, properties);
        foreach (var rows in Enumerable.Range(0, images).Chunk(group))
        {
            using var rowGroup = file.AppendRowGroup();
            using (var column = rowGroup.NextColumn().LogicalWriter<Nested<byte[]?>?>())
            {
                column.WriteBatch(Array.ConvertAll(rows, i => (Nested<byte[]?>?)new Nested<byte[]?>(pictures[i % pictures.Length])));
            }

            using (var column = rowGroup.NextColumn().LogicalWriter<Nested<string?>?>())
            {
                column.WriteBatch(Array.ConvertAll(rows, i => (Nested<string?>?)new Nested<string?>($"{i:0000000}.jpg")));
            }

            using (var column = rowGroup.NextColumn().LogicalWriter<long?>())
            {
                column.WriteBatch(Array.ConvertAll(rows, i => (long?)(i % 100)));
            }
        }

        file.Close();
        var pixels = new byte[images, 3, Size, Size];
        Random.Shared.NextBytes(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref pixels[0, 0, 0, 0], pixels.Length));
        new H5File
        {
            ["imgs"] = new H5Dataset(pixels, chunks: [Chunk, 3, Size, Size]),
            ["labels"] = Enumerable.Range(0, images).Select(i => (long)(i % 100)).ToArray(),
        }.Write(Arrays(folder));
    }

    /// <summary>Seconds from nothing to the first batch of 64.</summary>
    public static double Start(string source)
    {
        var clock = Stopwatch.StartNew();
        var data = DataSource.Load(source, Size, 3);
        using var stream = new BatchReader(data.Train, 0, Augmentation.None).Stream(0, 64);
        using var batch = stream.Next();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Milliseconds for each of some pictures at random, decoded.</summary>
    public static double OfSource(string source, int pictures)
    {
        var pixels = ReaderTable.Pictures(new DataRequest(source, Size, 3));
        var image = new byte[3 * Size * Size];
        return Each(pictures, i => pixels.Read(i % pixels.Count, PictureFrame.Centre, image));
    }

    /// <summary>The same, out of the row group that each lies in.</summary>
    public static double OfGroups(string table, int pictures)
    {
        using var file = new ParquetFileReader(table);
        var (image, count) = (new byte[3 * Size * Size], file.FileMetaData.NumRows);
        using var first = file.RowGroup(0);
        var each = first.MetaData.NumRows;
        return Each(pictures, i =>
        {
            using var group = file.RowGroup((int)(i % count / each));
            using var column = group.Column(0).LogicalReader<Nested<byte[]?>?>();
            column.Skip(i % count % each);
            PictureDecoder.Read(column.ReadAll(1)[0]!.Value.Value, PictureFrame.Centre, image, new PictureShape(Size, 3));
        });
    }

    private static double Each(int pictures, Action<int> read)
    {
        read(0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < pictures; i++)
        {
            read((int)(i * 2654435761L % int.MaxValue));
        }

        return clock.Elapsed.TotalMilliseconds / pictures;
    }

    private static byte[] Picture(int seed)
    {
        var (random, shape) = (new Random(seed), new SKImageInfo(500, 375, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = new byte[shape.BytesSize];
        for (var i = 0; i < pixels.Length; i += shape.BytesPerPixel)
        {
            var (y, x) = Math.DivRem(i / shape.BytesPerPixel, shape.Width);
            pixels[i] = (byte)(seed + x + random.Next(24));
            pixels[i + 1] = (byte)((x / 3) + random.Next(24));
            pixels[i + 2] = (byte)(y + random.Next(24));
        }

        using var image = SKImage.FromPixelCopy(shape, pixels);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }
}
