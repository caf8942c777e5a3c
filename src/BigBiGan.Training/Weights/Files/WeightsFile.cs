using System.Security.Cryptography;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>Named tensors of a file that another program wrote: a state dict of PyTorch, or safetensors. Reading it executes nothing.</summary>
public sealed class WeightsFile : IDisposable
{
    /// <summary>DataParallel's and torch.compile's.</summary>
    private static readonly string[] Wrappers = ["module.", "_orig_mod."];

    private readonly IReadOnlyList<IDisposable> _owned;

    private WeightsFile(string path, string sha256, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyList<IDisposable> owned)
    {
        (Path, Sha256, Tensors) = (path, sha256, tensors);
        _owned = owned;
    }

    public string Path { get; }

    /// <summary>Of the file, in lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>On the CPU, in the file's element types; some may be views of one storage.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <param name="key">Of several state dicts the one that is meant, or the first part of the names that are; null for all there is.</param>
    /// <param name="progress">Receives how many of how many tensors are there.</param>
    /// <exception cref="RunException">The file cannot be read, or holds no state dict.</exception>
    public static WeightsFile Read(string path, string? key = null, Action<int, int>? progress = null)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> looked = stackalloc byte[NotWeights.Looked];
            var start = looked[..stream.ReadAtLeast(looked, looked.Length, throwOnEndOfStream: false)];
            stream.Position = 0;
            if (NotWeights.Words(start) is { } words)
            {
                throw new InvalidDataException(words);
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Position = 0;
            if (start.StartsWith("PK"u8) || OldPytorchFile.Is(start))
            {
                var (tensors, storages) = OldPytorchFile.Is(start) ? OldPytorchFile.Read(stream, key, progress) : PytorchFile.Read(stream, key, progress);
                return new WeightsFile(path, hash, Unwrapped(tensors.Select(entry => (entry.Key, entry.Value))), [.. tensors.Values, .. storages]);
            }

            var file = SafeTensorFile.Read(path);
            try
            {
                return new WeightsFile(path, hash, Unwrapped(StateDicts.Under(key, [.. file.Tensors.Select(entry => (entry.Key, entry.Value))])), [file]);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RunException(problem switch
            {
                FileNotFoundException or DirectoryNotFoundException => $"{path}: no such file; expected a .pth or .safetensors file",
                _ when problem.Message.Contains(path, StringComparison.Ordinal) => problem.Message,
                _ => $"{path}: {problem.Message}",
            }, problem);
        }
    }

    public void Dispose()
    {
        foreach (var one in _owned)
        {
            one.Dispose();
        }
    }

    /// <summary>Without the names of what wrapped the network in training.</summary>
    private static Dictionary<string, Tensor> Unwrapped(IEnumerable<(string Name, Tensor Tensor)> entries)
    {
        var plain = entries.ToDictionary();
        while (Wrappers.FirstOrDefault(wrapper => plain.Count > 0 && plain.Keys.All(name => name.StartsWith(wrapper, StringComparison.Ordinal))) is { } around)
        {
            plain = plain.ToDictionary(entry => entry.Key[around.Length..], entry => entry.Value);
        }

        return plain;
    }
}
