using System.Formats.Tar;
using System.Text.Json;
using BigBiGan.Training.Exports;
using ParquetSharp;
using ParquetSharp.Schema;
using PureHDF;

namespace BigBiGan.Training.Tests.Data;

/// <summary>Writes files with pictures in them, as other programs do.</summary>
internal static class ShardFiles
{
    public static void Tar(string path, IEnumerable<(string Name, byte[] Bytes)> members)
    {
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Ustar);
        foreach (var (name, bytes) in members)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
    }

    /// <summary>As the Hugging Face hub's library does: image {bytes, path} and a label.</summary>
    /// <param name="classNames">Null: the file names none.</param>
    /// <param name="group">Rows of a row group.</param>
    /// <param name="image">The name of the column of pictures.</param>
    public static void Parquet(
        string path, IReadOnlyList<(byte[]? Bytes, string? Path, long? Label)> rows, string[]? classNames = null, int group = 7, string image = "image", string label = "label")
    {
        using var schema = new GroupNode("schema", Repetition.Required,
        [
            new GroupNode(image, Repetition.Optional,
            [
                new PrimitiveNode("bytes", Repetition.Optional, LogicalType.None(), PhysicalType.ByteArray),
                new PrimitiveNode("path", Repetition.Optional, LogicalType.String(), PhysicalType.ByteArray),
            ]),
            new PrimitiveNode(label, Repetition.Optional, LogicalType.Int(64, true), PhysicalType.Int64),
        ]);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Snappy).Build();
        var features = new Dictionary<string, object> { [image] = new { _type = "Image" }, [label] = new { names = classNames, _type = "ClassLabel" } };
        var metadata = new Dictionary<string, string> { ["huggingface"] = JsonSerializer.Serialize(new { info = new { features } }) };
        using var file = new ParquetFileWriter(path, schema, properties, metadata);
        foreach (var part in rows.Chunk(group))
        {
            using var rowGroup = file.AppendRowGroup();
            using (var column = rowGroup.NextColumn().LogicalWriter<Nested<byte[]?>?>())
            {
                column.WriteBatch(Array.ConvertAll(part, row => (Nested<byte[]?>?)new Nested<byte[]?>(row.Bytes)));
            }

            using (var column = rowGroup.NextColumn().LogicalWriter<Nested<string?>?>())
            {
                column.WriteBatch(Array.ConvertAll(part, row => (Nested<string?>?)new Nested<string?>(row.Path)));
            }

            using (var column = rowGroup.NextColumn().LogicalWriter<long?>())
            {
                column.WriteBatch(Array.ConvertAll(part, row => row.Label));
            }
        }

        file.Close();
    }

    /// <summary>As BigGAN-PyTorch's make_hdf5.py does.</summary>
    /// <param name="pixels">[N, C, H, W]</param>
    public static void Hdf5(string path, byte[,,,] pixels, long[] labels, int chunk = 5, string name = "imgs") =>
        new H5File
        {
            [name] = new H5Dataset(pixels, chunks: [(uint)chunk, (uint)pixels.GetLength(1), (uint)pixels.GetLength(2), (uint)pixels.GetLength(3)]),
            ["labels"] = labels,
        }.Write(path);

    /// <param name="arrays">With the array of pixels' type, shape and bytes, and labels.</param>
    public static void Npz(string path, params (string Name, NpyArray Array)[] arrays) => NpzFile.Write(path, arrays, "");

    public static NpyArray Bytes(byte[] values, params long[] shape) => new("|u1", shape, stream => stream.Write(values));
}
