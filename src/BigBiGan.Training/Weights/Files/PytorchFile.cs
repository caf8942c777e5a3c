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

    /// <returns>Views of the storages, by name, and the storages.</returns>
    /// <param name="key">See <see cref="StateDicts.Find"/>.</param>
    /// <param name="progress">Receives how many of the tensors are there.</param>
    /// <exception cref="InvalidDataException">The file is not a whole state dict.</exception>
    public static (Dictionary<string, Tensor> Tensors, List<Tensor> Storages) Read(FileStream stream, string? key, Action<int, int>? progress)
    {
        using var archive = Open(stream);
        var folder = Folder(archive);
        var entries = StateDicts.Find(PickleReader.Read(Bytes(archive.GetEntry(folder + "data.pkl")!, LongestPickle)), key);
        var left = stream.Length;
        return PickledTensors.Views(entries, (name, storage) => Storage(archive, folder, name, storage, ref left), progress);
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
        PickledTensors.CheckSize(name, storage, entry.Length, $"data/{storage.Key}");

        // torch.save compresses nothing; what is said to be larger than the file is a trap
        left -= entry.Length;
        if (entry.CompressedLength != entry.Length || left < 0)
        {
            throw new InvalidDataException(
                $"data/{storage.Key} is compressed, or larger than the file that holds it; "
                + "expected the plain numbers, as torch.save writes them");
        }

        using var data = entry.Open();
        return PickledTensors.Numbers(storage, data);
    }

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
