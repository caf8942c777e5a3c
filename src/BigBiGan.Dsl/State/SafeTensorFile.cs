using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.State;

/// <summary>A file of named tensors in the safetensors format: 8 bytes of header length, a JSON header, the raw tensors.</summary>
public sealed class SafeTensorFile : IDisposable
{
    private const int LongestHeader = 100_000_000;
    private const int LongestTensor = int.MaxValue; // bytes that .NET addresses at once

    private SafeTensorFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>On the CPU, in the file's element types.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="InvalidDataException">The file is not a whole safetensors file of known element types.</exception>
    public static SafeTensorFile Read(string path)
    {
        using var stream = Open(path);
        var (header, dataStart) = ReadHeader(path, stream);
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var entry in header.Entries)
            {
                tensors.Add(entry.Name, ReadTensor(stream, dataStart, entry));
            }
        }
        catch
        {
            Release(tensors.Values);
            throw;
        }

        return new SafeTensorFile(tensors, header.Metadata);
    }

    /// <summary>The names, element types and shapes of a file's tensors, none of which is read.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file of known element types.</exception>
    public static IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Forms(string path)
    {
        using var stream = Open(path);
        return ReadHeader(path, stream).Header.Entries.ToDictionary(entry => entry.Name, entry => (entry.Type, entry.Shape));
    }

    /// <summary>Copies tensors of a file, one after the other, so that no more than one of them is in memory besides.</summary>
    /// <param name="into">By the names of the file, in its shapes, on any device.</param>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file of known element types, or lacks a name.</exception>
    public static void Copy(string path, IReadOnlyDictionary<string, Tensor> into)
    {
        using var stream = Open(path);
        var (header, dataStart) = ReadHeader(path, stream);
        var entries = header.Entries.ToDictionary(entry => entry.Name);
        using var withoutGradient = no_grad();
        foreach (var (name, tensor) in into)
        {
            Check(entries.TryGetValue(name, out var entry), path, $"`{name}` is missing");
            using var stored = ReadTensor(stream, dataStart, entry!);
            tensor.copy_(stored);
        }
    }

    /// <summary>Holds the header against the file's length, and reads no tensor.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file of known element types.</exception>
    public static void CheckWhole(string path)
    {
        using var stream = Open(path);
        ReadHeader(path, stream);
    }

    /// <summary>Writes beside the target, to the disk, and renames: the target is the old file or the whole new one.</summary>
    /// <param name="tensors">On any device, of the element types that <see cref="Read"/> knows. The same input gives the same bytes.</param>
    public static void Write(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first, so that every tensor starts at a multiple of its element's size.
        var ordered = tensors.OrderByDescending(t => t.Tensor.element_size()).ToArray();
        var header = SafeTensorHeader.Format(ordered, metadata);
        DurableFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
            {
                WriteData(stream, tensor);
            }
        });
    }

    public void Dispose() => Release(Tensors.Values);

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static Tensor ReadTensor(FileStream stream, long dataStart, SafeTensorEntry entry)
    {
        var tensor = empty(entry.Shape, entry.Type);
        try
        {
            stream.Position = dataStart + entry.Begin;
            if (entry.End > entry.Begin)
            {
                stream.ReadExactly(tensor.bytes);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void WriteData(Stream stream, Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return;
        }

        using var detached = tensor.detach();
        using var local = detached.cpu();
        using var plain = local.contiguous();
        stream.Write(plain.bytes);
    }

    private static (SafeTensorHeader Header, long DataStart) ReadHeader(string path, FileStream stream)
    {
        Check(stream.Length >= 8, path, $"expected at least 8 bytes, found {stream.Length}");
        Span<byte> length = stackalloc byte[8];
        stream.ReadExactly(length);
        var size = BinaryPrimitives.ReadInt64LittleEndian(length);
        Check(
            size is > 1 and <= LongestHeader && size <= stream.Length - 8,
            path,
            $"the header's length is {size}; expected 2 to {Math.Min(LongestHeader, stream.Length - 8)}");
        var json = new byte[size];
        stream.ReadExactly(json);
        try
        {
            var header = SafeTensorHeader.Parse(json);
            CheckPlaces(path, header, stream.Length - 8 - size);
            return (header, 8 + size);
        }
        catch (NotSupportedException problem)
        {
            throw new InvalidDataException($"{path}: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            var fault = problem is OverflowException ? "a tensor has more numbers than can be counted" : problem.Message;
            throw new InvalidDataException($"{path}: not a safetensors file: {fault}", problem);
        }
    }

    /// <summary>Every byte of the data belongs to one tensor.</summary>
    /// <param name="data">Bytes after the header.</param>
    private static void CheckPlaces(string path, SafeTensorHeader header, long data)
    {
        long end = 0;
        foreach (var entry in header.Entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            Check(entry.Begin == end, path, $"the bytes of `{entry.Name}` start at {entry.Begin}; expected {end}, where the tensor before it ends");
            Check(entry.End <= data, path, $"`{entry.Name}` ends at byte {entry.End} of the data, found only {data}; the file is cut short");
            if (entry.End - entry.Begin > LongestTensor)
            {
                throw new InvalidDataException($"{path}: `{entry.Name}` has {entry.End - entry.Begin} bytes; expected at most {LongestTensor} in one tensor");
            }

            end = entry.End;
        }

        Check(end == data, path, $"expected {end} bytes of data, found {data}");
    }

    private static void Check(bool condition, string path, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException($"{path}: not a safetensors file: {problem}");
        }
    }

    private static void Release(IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }
    }
}
