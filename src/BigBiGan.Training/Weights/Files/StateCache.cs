using BigBiGan.Dsl.State;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>Tensors that can be made again, kept in a file only to save time. The file counts only where its tensors have the checksum that it names.</summary>
/// <param name="path">Null where there is no place: nothing is kept.</param>
/// <param name="what">What it is, in words.</param>
/// <param name="made">What else is done to have it, in words: <c>trained</c>.</param>
/// <param name="warn">Receives a line when a file is damaged or cannot be written.</param>
internal sealed class StateCache(string? path, string what, string made, Action<string>? warn)
{
    private const string ChecksumKey = "sha256";

    /// <summary>False, with all tensors as they were, where there is no file or a damaged one.</summary>
    public bool TryLoad(IReadOnlyCollection<(string Name, Tensor Tensor)> state)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = SafeTensorFile.Read(path);
            if (!state.All(s => file.Tensors.TryGetValue(s.Name, out var stored)
                && stored.shape.SequenceEqual(s.Tensor.shape)
                && stored.dtype == s.Tensor.dtype))
            {
                throw new InvalidDataException($"{path}: the tensors are not those of the {what}");
            }

            if (StateChecksum.Of(state.Select(s => (s.Name, file.Tensors[s.Name]))) != file.Metadata.GetValueOrDefault(ChecksumKey))
            {
                throw new InvalidDataException($"{path}: the tensors do not have the checksum that the file names");
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
            warn?.Invoke($"{problem.Message}; the {what} is {made} again");
            return false;
        }
    }

    /// <param name="state">As it is to be found again.</param>
    /// <param name="of">What decides it, for whoever reads the file.</param>
    public void Save(IReadOnlyCollection<(string Name, Tensor Tensor)> state, string of)
    {
        if (path is null)
        {
            warn?.Invoke(
                $"there is no folder to keep the {what} in, and it will be {made} again next time: "
                + "no home; set XDG_CACHE_HOME to a folder by its full path");
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SafeTensorFile.Write(path, state, new Dictionary<string, string> { [ChecksumKey] = StateChecksum.Of(state), ["of"] = of });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            warn?.Invoke($"{path}: the {what} cannot be kept and will be {made} again next time: {problem.Message}");
        }
    }
}
