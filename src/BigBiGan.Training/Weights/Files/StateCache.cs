using BigBiGan.Dsl.State;
using BigBiGan.Training.Weights.Files;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Judge;

/// <summary>Trained classifiers on disk, one file per data identity. A file counts only if its weights have the checksum it names.</summary>
/// <param name="folder">Null for none: every classifier is trained, and kept by nobody.</param>
internal sealed class ClassifierCache(string? folder, string dataIdentity, Action<string>? warn)
{
    private const string ChecksumKey = "sha256";

    private readonly string? _path = folder is null ? null : Path.Combine(folder, $"classifier-{FeatureClassifier.Version}-{dataIdentity[..16]}.safetensors");

    public static string? DefaultFolder => UserCache.Folder("features");

    /// <summary>Over names, shapes and values, in lower-case hex.</summary>
    public static string Checksum(nn.Module network) => StateChecksum.Of(State(network));

    /// <summary>False, with the network untouched, where there is no file or a damaged one.</summary>
    public bool TryLoad(nn.Module network)
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        try
        {
            using var file = SafeTensorFile.Read(_path);
            var state = State(network);
            if (!state.All(s => file.Tensors.TryGetValue(s.Name, out var stored)
                && stored.shape.SequenceEqual(s.Tensor.shape)
                && stored.dtype == s.Tensor.dtype))
            {
                throw new InvalidDataException($"{_path}: the tensors are not those of classifier {FeatureClassifier.Version}");
            }

            if (StateChecksum.Of(state.Select(s => (s.Name, file.Tensors[s.Name]))) != file.Metadata.GetValueOrDefault(ChecksumKey))
            {
                throw new InvalidDataException($"{_path}: the weights do not have the checksum that the file names");
            }

            using var noGrad = no_grad();
            foreach (var (name, tensor) in state)
            {
                tensor.copy_(file.Tensors[name]);
            }

            return true;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{problem.Message}; the classifier is trained again");
            return false;
        }
    }

    public void Save(nn.Module network)
    {
        if (folder is null || _path is null)
        {
            warn?.Invoke(
                "there is no folder to keep the classifier in, and it will be trained again next time: "
                + "no home; set XDG_CACHE_HOME to a folder by its full path");
            return;
        }

        var state = State(network);
        try
        {
            Directory.CreateDirectory(folder);
            SafeTensorFile.Write(_path, state, new Dictionary<string, string> { [ChecksumKey] = StateChecksum.Of(state), ["data"] = dataIdentity });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{_path}: the classifier cannot be kept and will be trained again next time: {problem.Message}");
        }
    }

    private static (string Name, Tensor Tensor)[] State(nn.Module network) => [.. network.state_dict().Select(s => (s.Key, s.Value))];
}
