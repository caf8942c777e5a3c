using System.IO.Compression;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>
/// What <c>torch.save(model.state_dict(), path)</c> writes since PyTorch 1.6: a zip archive with <c>NAME/data.pkl</c> and
/// <c>NAME/data/KEY</c>, the raw numbers. Sizes are checked against the file's own before memory is taken for them.
/// </summary>
internal static class PytorchFile
{
    private const long LongestPickle = 16L << 20; // some hundred bytes per tensor are usual
    private const long LongestStorage = int.MaxValue; // bytes of one tensor that .NET can address

    /// <returns>Views of the storages, by name, and the storages.</returns>
    /// <param name="key">See <see cref="StateDicts.Find"/>.</param>
    /// <param name="progress">Receives how many of the tensors are there.</param>
    /// <exception cref="InvalidDataException">The file is not a whole state dict.</exception>
    public static (Dictionary<string, Tensor> Tensors, List<Tensor> Storages) Read(FileStream stream, string? key, Action<int, int>? progress)
    {
        using var archive = Open(stream);
        var folder = Folder(archive);
        var entries = StateDicts.Find(PickleReader.Read(Bytes(archive.GetEntry(folder + "data.pkl")!, LongestPickle)), key);
        var storages = new Dictionary<PickledStorage, Tensor>();
        var tensors = new Dictionary<string, Tensor>();
        var left = stream.Length;
        try
        {
            foreach (var (name, pickled) in entries)
            {
                if (!storages.TryGetValue(pickled.Storage, out var storage))
                {
                    storage = Storage(archive, folder, name, pickled.Storage, ref left);
                    storages.Add(pickled.Storage, storage);
                }

                CheckInside(name, pickled);
                if (tensors.ContainsKey(name))
                {
                    throw new InvalidDataException($"`{name}` stands there twice");
                }

                tensors.Add(name, storage.as_strided(pickled.Shape, pickled.Strides, pickled.Offset));
                progress?.Invoke(tensors.Count, entries.Count);
            }

            return (tensors, [.. storages.Values]);
        }
        catch
        {
            foreach (var tensor in tensors.Values.Concat(storages.Values))
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    private static ZipArchive Open(FileStream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"the zip archive is cut short, as its end is missing after {stream.Length} bytes; get the file again", problem);
        }
    }

    /// <summary>The archive's one folder, with its slash.</summary>
    private static string Folder(ZipArchive archive)
    {
        string[] pickles =
        [
            .. archive.Entries
                .Select(entry => entry.FullName)
                .Where(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal)),
        ];
        if (pickles.Length == 0 && archive.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
        {
            throw new InvalidDataException("this is an archive of NumPy (.npz); expected a state dict of PyTorch or a safetensors file");
        }

        if (pickles.Length != 1)
        {
            throw new InvalidDataException($"the zip archive has {pickles.Length} entries data.pkl; expected one, as torch.save writes it");
        }

        var folder = pickles[0][..^"data.pkl".Length];
        if (archive.GetEntry(folder + "constants.pkl") is not null)
        {
            throw new InvalidDataException(
                "this is a TorchScript program; expected a state dict; in Python: torch.save(torch.jit.load(FILE).state_dict(), OTHER)");
        }

        if (archive.GetEntry(folder + "byteorder") is { } order && System.Text.Encoding.ASCII.GetString(Bytes(order, 16)) is var text && text != "little")
        {
            throw new InvalidDataException($"its numbers have the byte order '{text}'; expected little; save it again on a little-endian machine");
        }

        return folder;
    }

    private static Tensor Storage(ZipArchive archive, string folder, string name, PickledStorage storage, ref long left)
    {
        var entry = archive.GetEntry($"{folder}data/{storage.Key}")
            ?? throw new InvalidDataException($"`{name}` has no numbers: there is no data/{storage.Key} in the archive");
        var size = TensorSize(storage.Type);
        if (storage.Count > LongestStorage / size || entry.Length != storage.Count * size)
        {
            throw new InvalidDataException(
                $"`{name}` needs {storage.Count} x {size} bytes, of at most {LongestStorage}; data/{storage.Key} has {entry.Length}");
        }

        // torch.save compresses nothing; what is said to be larger than the file is a trap
        left -= entry.Length;
        if (entry.CompressedLength != entry.Length || left < 0)
        {
            throw new InvalidDataException(
                $"data/{storage.Key} is compressed, or larger than the file that holds it; "
                + "expected the plain numbers, as torch.save writes them");
        }

        var tensor = empty(storage.Count, storage.Type);
        try
        {
            if (storage.Count > 0)
            {
                using var data = entry.Open();
                data.ReadExactly(tensor.bytes);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>No view reaches outside its storage.</summary>
    private static void CheckInside(string name, PickledTensor tensor)
    {
        try
        {
            var empty = tensor.Shape.Contains(0);
            var last = tensor.Offset;
            foreach (var (size, stride) in tensor.Shape.Zip(tensor.Strides))
            {
                last = checked(last + ((size - 1) * stride));
            }

            if (tensor.Offset >= 0 && tensor.Shape.Length <= 8 && tensor.Shape.Concat(tensor.Strides).All(n => n >= 0) && (empty || last < tensor.Storage.Count)
                && tensor.Shape.Aggregate(1L, (product, size) => checked(product * Math.Max(1, size))) >= 0)
            {
                return;
            }
        }
        catch (OverflowException)
        {
            // falls to the refusal
        }

        throw new InvalidDataException($"`{name}` of shape [{string.Join(", ", tensor.Shape)}] reaches outside its {tensor.Storage.Count} numbers");
    }

    private static int TensorSize(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };

    private static byte[] Bytes(ZipArchiveEntry entry, long longest)
    {
        if (entry.Length > longest)
        {
            throw new InvalidDataException($"{entry.FullName} has {entry.Length} bytes; expected at most {longest}");
        }

        var bytes = new byte[entry.Length];
        using var data = entry.Open();
        data.ReadExactly(bytes);
        return bytes;
    }
}
