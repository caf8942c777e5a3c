using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Weights;

/// <summary>Writes state dicts as <c>torch.save</c> does: a zip archive with a pickle of protocol 2 and the raw numbers.</summary>
internal static class PthWriter
{
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var (pickle, numbers) = StateDict(tensors, first: 0, behind: "");
        Archive(path, pickle, [.. numbers.Select((bytes, key) => ($"data/{key}", bytes))]);
    }

    /// <summary>The same as PyTorch before 1.6 did: pickles, then the numbers of each storage behind their count.</summary>
    public static void WriteOld(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        const int FirstKey = 1001;
        var named = tensors.ToList();
        var (pickle, numbers) = StateDict(named, FirstKey, behind: "N");
        var keys = new Pickle().Code("](");
        foreach (var key in Enumerable.Range(FirstKey, numbers.Count))
        {
            keys.Text($"{key}");
        }

        using var stream = File.Create(path);
        stream.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        stream.Write(new Pickle().Code("M\u00e9\u0003.").Bytes);
        stream.Write(new Pickle().Code("}").Text("little_endian").Code("\x88s.").Bytes);
        stream.Write(pickle);
        stream.Write(keys.Code("e.").Bytes);
        foreach (var (bytes, (_, tensor)) in numbers.Zip(named))
        {
            var count = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(count, tensor.numel());
            stream.Write(count);
            stream.Write(bytes);
        }
    }

    /// <param name="first">The key of the first storage.</param>
    /// <param name="behind">Instructions that end a storage's id.</param>
    private static (byte[] Pickle, List<byte[]> Numbers) StateDict(IEnumerable<(string Name, Tensor Tensor)> tensors, int first, string behind)
    {
        var pickle = new Pickle().Global("collections", "OrderedDict").Code(")R(");
        var numbers = new List<byte[]>();
        foreach (var (name, tensor) in tensors)
        {
            using var plain = tensor.detach().contiguous();
            Tensor(pickle.Text(name), $"{first + numbers.Count}", Storage(plain.dtype), plain.numel(), 0, plain.shape, plain.stride(), behind);
            numbers.Add(plain.numel() == 0 ? [] : plain.bytes.ToArray());
        }

        return (pickle.Code("u.").Bytes, numbers);
    }

    /// <summary>A state dict of one float32 tensor, of which everything can be wrong.</summary>
    public static byte[] OneTensor(long count, long offset, long[] shape, long[] strides) => Weight(new Pickle(), "0", count, offset, shape, strides).Code(".").Bytes;

    /// <summary>The same within another pickle.</summary>
    public static Pickle Weight(Pickle pickle, string key, long count, long offset, long[] shape, long[] strides) =>
        Tensor(pickle.Global("collections", "OrderedDict").Code(")R(").Text("weight"), key, "FloatStorage", count, offset, shape, strides).Code("u");

    public static void Archive(string path, byte[] pickle, params (string Name, byte[] Bytes)[] records)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in records.Prepend(("data.pkl", pickle)))
        {
            using var stream = archive.CreateEntry("archive/" + name, CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }
    }

    private static Pickle Tensor(Pickle pickle, string key, string storage, long count, long offset, long[] shape, long[] strides, string behind = "")
    {
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Code("((").Text("storage").Global("torch", storage).Text(key).Text("cpu").Number(count).Code(behind + "tQ").Number(offset);
        foreach (var sizes in new[] { shape, strides })
        {
            pickle.Code("(");
            foreach (var size in sizes)
            {
                pickle.Number(size);
            }

            pickle.Code("t");
        }

        return pickle.Code("\x89").Global("collections", "OrderedDict").Code(")RtR");
    }

    private static string Storage(ScalarType type) => type switch
    {
        ScalarType.Float64 => "DoubleStorage",
        ScalarType.Float32 => "FloatStorage",
        ScalarType.Float16 => "HalfStorage",
        ScalarType.BFloat16 => "BFloat16Storage",
        ScalarType.Int64 => "LongStorage",
        _ => throw new ArgumentException($"No storage is named here for {type}."),
    };

    /// <summary>The instructions of the pickle machine, as text.</summary>
    internal sealed class Pickle
    {
        private readonly List<byte> _bytes = [0x80, 2];

        public byte[] Bytes => [.. _bytes];

        /// <param name="instructions">A character each, below 256.</param>
        public Pickle Code(string instructions) => Add(Encoding.Latin1.GetBytes(instructions));

        public Pickle Global(string module, string name) => Code($"c{module}\n{name}\n");

        public Pickle Text(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
            return Code("X").Add(length).Add(utf8);
        }

        /// <summary>LONG1 of 8 bytes.</summary>
        public Pickle Number(long value)
        {
            var digits = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(digits, value);
            return Code("\x8a\b").Add(digits);
        }

        private Pickle Add(byte[] more)
        {
            _bytes.AddRange(more);
            return this;
        }
    }
}
