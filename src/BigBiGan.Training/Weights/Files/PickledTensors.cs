using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>Tensors that a pickle describes, of numbers that lie elsewhere in the file. No size is believed before it is held against the file's own.</summary>
internal static class PickledTensors
{
    private const long LongestStorage = int.MaxValue; // bytes of one tensor that .NET can address

    /// <returns>Views of the storages, by name, and the storages.</returns>
    /// <param name="storage">Reads the numbers of a storage, for the entry that first needs them.</param>
    /// <param name="progress">Receives how many of the tensors are there.</param>
    /// <exception cref="InvalidDataException">An entry and the numbers do not fit.</exception>
    public static (Dictionary<string, Tensor> Tensors, List<Tensor> Storages) Views(
        IReadOnlyList<(string Name, PickledTensor Tensor)> entries, Func<string, PickledStorage, Tensor> storage, Action<int, int>? progress)
    {
        var storages = new Dictionary<PickledStorage, Tensor>();
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var (name, pickled) in entries)
            {
                if (!storages.TryGetValue(pickled.Storage, out var numbers))
                {
                    numbers = storage(name, pickled.Storage);
                    storages.Add(pickled.Storage, numbers);
                }

                CheckInside(name, pickled);
                if (tensors.ContainsKey(name))
                {
                    throw new InvalidDataException($"`{name}` stands there twice");
                }

                tensors.Add(name, numbers.as_strided(pickled.Shape, pickled.Strides, pickled.Offset));
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

    /// <param name="bytes">What the file has for the storage.</param>
    /// <param name="place">Of these bytes, for the message.</param>
    /// <exception cref="InvalidDataException">The storage needs another number of them, or more than can be addressed.</exception>
    public static void CheckSize(string name, PickledStorage storage, long bytes, string place)
    {
        var size = ElementSize(storage.Type);
        if (storage.Count > LongestStorage / size || bytes != storage.Count * size)
        {
            throw new InvalidDataException($"`{name}` needs {storage.Count} x {size} bytes, of at most {LongestStorage}; {place} has {bytes}");
        }
    }

    /// <summary>The next numbers of a stream.</summary>
    public static Tensor Numbers(PickledStorage storage, Stream data)
    {
        var tensor = empty(storage.Count, storage.Type);
        try
        {
            if (storage.Count > 0)
            {
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

    /// <summary>In bytes.</summary>
    public static int ElementSize(ScalarType type) => type switch
    {
        ScalarType.Float64 or ScalarType.Int64 => 8,
        ScalarType.Float32 or ScalarType.Int32 => 4,
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
        _ => 1,
    };

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
}
