using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>All specs of a models folder by path.</summary>
public sealed class SpecIndex
{
    private readonly Dictionary<string, SpecFile> _files = new(StringComparer.Ordinal);

    public SpecIndex(IEnumerable<SpecFile> files)
    {
        foreach (var file in files)
        {
            _files[file.Path] = file;
        }
    }

    /// <summary>All paths, sorted.</summary>
    public IReadOnlyList<string> Paths => [.. _files.Keys.OrderBy(path => path, StringComparer.Ordinal)];

    /// <param name="path">With ending: <c>small/fashion.yaml</c>.</param>
    /// <exception cref="KeyNotFoundException">No such spec was given.</exception>
    public SpecChain Chain(string path) => new(EquatableArray.Of(_files[path]), EquatableArray<Problem>.Empty, true);
}
