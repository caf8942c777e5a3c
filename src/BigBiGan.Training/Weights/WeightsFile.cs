using System.Security.Cryptography;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Runs;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights;

/// <summary>Named tensors of a file that another program wrote: a state dict of PyTorch, or safetensors. Reading it executes nothing.</summary>
public sealed class WeightsFile : IDisposable
{
    private readonly IReadOnlyList<IDisposable> owned;

    private WeightsFile(string path, string sha256, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyList<IDisposable> owned)
    {
        (Path, Sha256, Tensors) = (path, sha256, tensors);
        this.owned = owned;
    }

    public string Path { get; }

    /// <summary>Of the file, in lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>On the CPU, in the file's element types; some may be views of one storage.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <param name="progress">Receives how many of how many tensors are there.</param>
    /// <exception cref="RunException">The file cannot be read, or holds no state dict.</exception>
    public static WeightsFile Read(string path, Action<int, int>? progress = null)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> start = stackalloc byte[2];
            var read = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
            stream.Position = 0;
            if (read == 2 && start[0] == 0x80)
            {
                throw new InvalidDataException("this is a file of PyTorch before 1.6; write it anew in Python: import torch; torch.save(torch.load('OLD.pth', map_location='cpu'), 'NEW.pth')");
            }

            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            stream.Position = 0;
            if (read == 2 && start.SequenceEqual("PK"u8))
            {
                var (tensors, storages) = PytorchFile.Read(stream, progress);
                return new WeightsFile(path, hash, tensors, [.. tensors.Values, .. storages]);
            }

            var file = SafeTensorFile.Read(path);
            return new WeightsFile(path, hash, file.Tensors, [file]);
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
        foreach (var one in owned)
        {
            one.Dispose();
        }
    }
}
