using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using static TorchSharp.torch;

namespace BigBiGan.Training.Runs;

/// <summary>Reads stored tensors into those of a model, all or nothing.</summary>
public static class StateFile
{
    private const int Named = 5;

    /// <param name="into">Every name that the file must hold, with the tensor that takes its value.</param>
    /// <param name="skip">Names of the file to leave alone.</param>
    /// <exception cref="RunException">The file cannot be read, or its names, shapes or element types are others.</exception>
    public static void Load(string path, IReadOnlyDictionary<string, Tensor> into, Func<string, bool>? skip = null)
    {
        try
        {
            Require(SafeTensorFile.Forms(path).Where(entry => skip is null || !skip(entry.Key)).ToDictionary(), into, path);
            SafeTensorFile.Copy(path, into);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RunException(problem.Message.Contains(path, StringComparison.Ordinal) ? problem.Message : $"{path}: {problem.Message}", problem);
        }
    }

    private static void Require(Dictionary<string, (ScalarType Type, long[] Shape)> stored, IReadOnlyDictionary<string, Tensor> into, string path)
    {
        string[] missing = [.. into.Keys.Where(name => !stored.ContainsKey(name))];
        string[] extra = [.. stored.Keys.Where(name => !into.ContainsKey(name))];
        string[] different = [.. into
            .Select(entry => (entry.Key, Expected: Form((entry.Value.dtype, entry.Value.shape))))
            .Where(entry => stored.TryGetValue(entry.Key, out var found) && Form(found) != entry.Expected)
            .Select(entry => $"{entry.Key} (expected {entry.Expected}, found {Form(stored[entry.Key])})")];
        if (missing.Length + extra.Length + different.Length > 0)
        {
            var parts = new[] { List("missing", missing), List("not of this model", extra), List("of another form", different) };
            throw new RunException($"{path} does not fit the model: {string.Join("; ", parts.Where(part => part.Length > 0))}");
        }
    }

    private static string Form((ScalarType Type, long[] Shape) form) => $"{form.Type} [{string.Join(", ", form.Shape)}]";

    private static string List(string what, string[] names) => names.Length switch
    {
        0 => "",
        <= Named => $"{names.Length} {what}: {string.Join(", ", names)}",
        _ => $"{names.Length} {what}: {string.Join(", ", names.Take(Named))} and {names.Length - Named} more",
    };
}
