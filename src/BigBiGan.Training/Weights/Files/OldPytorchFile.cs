using System.Buffers.Binary;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>
/// What <c>torch.save</c> wrote before PyTorch 1.6, and what many published weights still are: five pickles (a magic number, a version, the
/// machine, the state dict, the keys of its storages), then the numbers of each storage in the order of the keys, behind their count.
/// </summary>
internal static class OldPytorchFile
{
    private const int LongestPickles = 16 << 20;
    private const int CountBytes = 8;

    /// <summary>The whole first pickle: no other one begins so.</summary>
    private static readonly byte[] Magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <param name="start">The first bytes of a file.</param>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <inheritdoc cref="PytorchFile.Read"/>
    public static (Dictionary<string, Tensor> Tensors, List<Tensor> Storages) Read(FileStream stream, string? key, Action<int, int>? progress)
    {
        var bytes = new byte[Math.Min(stream.Length, LongestPickles)];
        stream.ReadExactly(bytes);
        var position = Magic.Length;
        CheckVersion(PickleReader.Read(bytes, ref position));
        CheckMachine(PickleReader.Read(bytes, ref position));
        var storages = new HashSet<PickledStorage>();
        var root = PickleReader.Read(bytes, ref position, storages);
        var keys = PickleReader.Read(bytes, ref position) as List<object?>
            ?? throw new InvalidDataException("its pickles are not followed by the keys of its numbers");
        var places = Places(stream, position, keys, storages);
        return PickledTensors.Views(
            StateDicts.Find(root, key),
            (name, storage) =>
            {
                if (!places.TryGetValue(storage, out var place))
                {
                    throw new InvalidDataException($"`{name}` has no numbers: there is no storage {storage.Key} in the file");
                }

                stream.Position = place;
                return PickledTensors.Numbers(storage, stream);
            },
            progress);
    }

    private static void CheckVersion(object? version)
    {
        if (version is not 1001L)
        {
            throw new InvalidDataException($"its format is {version ?? "not told"}; expected 1001, as PyTorch before 1.6 wrote it");
        }
    }

    private static void CheckMachine(object? machine)
    {
        if ((machine as PickledDictionary)?.Entries.Any(entry => entry is ("little_endian", true)) != true)
        {
            throw new InvalidDataException("its numbers are not of a little-endian machine; save it again on one");
        }
    }

    /// <summary>Where the numbers of each storage begin.</summary>
    private static Dictionary<PickledStorage, long> Places(FileStream stream, long position, List<object?> keys, HashSet<PickledStorage> storages)
    {
        var known = storages.ToLookup(storage => storage.Key);
        var places = new Dictionary<PickledStorage, long>();
        var count = new byte[CountBytes];
        foreach (var key in keys)
        {
            PickledStorage[] named = key is string text ? [.. known[text]] : [];
            if (named is not [var storage] || places.ContainsKey(storage))
            {
                throw new InvalidDataException($"its storage {key} is {(named.Length == 0 ? "not in the pickle" : "there twice")}");
            }

            if (stream.Length - position < CountBytes)
            {
                throw new InvalidDataException($"it is cut short: storage {key} is missing after {stream.Length} bytes; get the file again");
            }

            stream.Position = position;
            stream.ReadExactly(count);
            var stored = BinaryPrimitives.ReadInt64LittleEndian(count);
            var size = PickledTensors.ElementSize(storage.Type);
            if (stored != storage.Count || stored > (stream.Length - position - CountBytes) / size)
            {
                throw new InvalidDataException(
                    $"its storage {key} has {stored} numbers of {storage.Count}, in {stream.Length - position - CountBytes} bytes; get the file again");
            }

            PickledTensors.CheckSize($"storage {key}", storage, stored * size, "the file");
            places.Add(storage, position + CountBytes);
            position += CountBytes + (stored * size);
        }

        return places;
    }
}
