using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>One number for named tensors, whatever file they stand in.</summary>
internal static class StateChecksum
{
    /// <summary>SHA-256 over names, shapes and values, in lower-case hex.</summary>
    public static string Of(IEnumerable<(string Name, Tensor Tensor)> state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in state)
        {
            using var detached = tensor.detach();
            using var local = detached.cpu();
            using var plain = local.contiguous();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(' ', tensor.shape)}\n"));
            hash.AppendData(plain.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
