using System.Security.Cryptography;
using BigBiGan.Dsl.State;
using static TorchSharp.torch;

namespace BigBiGan.Training.Exports;

/// <summary>Latents in a file of arrays, <c>.safetensors</c> or <c>.npz</c>: <c>latents</c> and, of a variant with labels, <c>labels</c>.</summary>
/// <param name="Latents">[N, z], float32, on the CPU</param>
/// <param name="Labels">Null where there are none. [N], int64, on the CPU</param>
public sealed record LatentFile(Tensor Latents, Tensor? Labels) : IDisposable
{
    private const string LatentsName = "latents";
    private const string LabelsName = "labels";

    /// <summary>What such a file's name ends in.</summary>
    public static readonly string[] Endings = [".safetensors", ".npz"];

    /// <summary>SHA-256 of the values, in lower-case hex.</summary>
    public string Identity
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Latents.bytes);
            hash.AppendData(Labels is null ? default : Labels.bytes);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Reads latents that this program wrote, those of <c>embed</c> among them, or that anyone made.</summary>
    /// <param name="asked">A file, or <c>FILE:NAME</c> where it has several arrays of latents.</param>
    /// <param name="size">Of one latent.</param>
    /// <param name="classes">Of the labels; null where G takes none, and any in the file are not read.</param>
    /// <exception cref="ExportException">There are no such latents.</exception>
    public static LatentFile Read(string asked, int size, int? classes)
    {
        var (path, name) = Split(asked);
        if (!File.Exists(path))
        {
            throw new ExportException($"{path}: no such file; expected latents in a {string.Join(" or ", Endings)} file");
        }

        try
        {
            using var scope = NewDisposeScope();
            using var arrays = path.EndsWith(Endings[1], StringComparison.OrdinalIgnoreCase) ? ReadNpz(path) : ReadSafetensors(path);
            var chosen = Chosen(path, name, arrays.Names);
            var latents = arrays.Read(chosen);
            if (latents.dim() != 2 || latents.size(1) != size || latents.size(0) == 0)
            {
                throw new ExportException($"{path}: `{chosen}` is [{string.Join(", ", latents.shape)}]; expected [N, {size}], as the variant's latents are");
            }

            latents = latents.to(float32);
            if (!latents.data<float>().All(float.IsFinite))
            {
                throw new ExportException($"{path}: `{chosen}` has values that are not finite");
            }

            var prefix = chosen[..^(chosen == LatentsName || chosen.EndsWith("." + LatentsName, StringComparison.Ordinal) ? LatentsName.Length : 0)];
            var labels = classes is { } most && arrays.Names.Contains(prefix + LabelsName)
                ? CheckedLabels(path, arrays.Read(prefix + LabelsName), latents.size(0), most)
                : null;
            return new LatentFile(latents.MoveToOuterDisposeScope().DetachFromDisposeScope(), labels?.MoveToOuterDisposeScope().DetachFromDisposeScope());
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new ExportException($"{path} cannot be read as latents: {problem.Message}");
        }
    }

    /// <param name="origin">JSON that says where the latents come from.</param>
    public void Write(string path, string origin)
    {
        (string Name, Tensor Tensor)[] arrays = [(LatentsName, Latents), .. Labels is null ? Array.Empty<(string, Tensor)>() : [(LabelsName, Labels)]];
        if (path.EndsWith(Endings[1], StringComparison.OrdinalIgnoreCase))
        {
            NpzFile.Write(path, arrays.Select(named => (named.Name, NpyArray.Of(named.Tensor))), origin);
        }
        else
        {
            SafeTensorFile.Write(path, arrays, new Dictionary<string, string> { ["origin"] = origin });
        }
    }

    public void Dispose()
    {
        Latents.Dispose();
        Labels?.Dispose();
    }

    private static (string Path, string? Name) Split(string asked)
    {
        var colon = asked.LastIndexOf(':');
        return File.Exists(asked) || colon <= 0 ? (asked, null) : (asked[..colon], asked[(colon + 1)..]);
    }

    private static string Chosen(string path, string? name, IReadOnlyCollection<string> names)
    {
        if (name is not null)
        {
            return names.Contains(name)
                ? name
                : throw new ExportException($"{path} has no `{name}`; it has {string.Join(", ", names.Order(StringComparer.Ordinal))}");
        }

        if (names.Contains(LatentsName))
        {
            return LatentsName;
        }

        string[] several = [.. names.Where(other => other.EndsWith("." + LatentsName, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return several.Length switch
        {
            1 => several[0],
            0 => throw new ExportException(
                $"{path} has no `{LatentsName}`; expected them, or FILE:NAME with one of {string.Join(", ", names.Order(StringComparer.Ordinal))}"),
            _ => throw new ExportException($"{path} has {string.Join(" and ", several)}; say which, as in {path}:{several[0]}"),
        };
    }

    private static Tensor CheckedLabels(string path, Tensor labels, long count, int classes)
    {
        if (labels.dim() != 1 || labels.size(0) != count)
        {
            throw new ExportException($"{path}: its labels are [{string.Join(", ", labels.shape)}]; expected [{count}], one for each latent");
        }

        labels = labels.to(int64);
        return labels.data<long>().Any(label => label < 0 || label >= classes)
            ? throw new ExportException($"{path}: a label is not among 0 to {classes - 1}, the classes of the variant")
            : labels;
    }

    private static Arrays ReadSafetensors(string path)
    {
        var file = SafeTensorFile.Read(path);
        return new Arrays([.. file.Tensors.Keys], name => file.Tensors[name].alias(), file);
    }

    private static Arrays ReadNpz(string path) => new(
        NpzFile.Names(path),
        name =>
        {
            var (values, shape) = NpzFile.Read(path, name);
            return tensor(values, shape);
        },
        null);

    private sealed record Arrays(IReadOnlyCollection<string> Names, Func<string, Tensor> Read, IDisposable? File) : IDisposable
    {
        public void Dispose() => File?.Dispose();
    }
}
