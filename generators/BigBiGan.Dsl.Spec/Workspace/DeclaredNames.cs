using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;

namespace BigBiGan.Dsl.Spec.Workspace;

/// <summary>What the variants and grids of a models folder are called in C#, and where two of these names meet.</summary>
internal sealed class DeclaredNames
{
    /// <summary>What the names of typed tensors begin with.</summary>
    private static readonly string[] TensorKinds = ["Latent", "Image", "Grey", "Labels"];

    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);

    /// <summary>The namespaces of grids' own cells.</summary>
    private readonly Dictionary<string, string> _cells = new(StringComparer.Ordinal);

    public void AddVariant(string file, string name)
    {
        AddFirst(_classes, ClassPath.Name(file, name), file);
        for (var space = ClassPath.Namespace(file); space.Length > 0; space = space.Substring(0, Math.Max(0, space.LastIndexOf('.'))))
        {
            AddFirst(_namespaces, space, file);
        }
    }

    public void AddGrid(string file, string name) => AddFirst(_cells, $"Cells.{name}", file);

    /// <summary>Why the class of a variant cannot be written; null where it can.</summary>
    public (Rule Rule, string Message)? Fault(string file, string variant)
    {
        var (space, name) = (ClassPath.Namespace(file), ClassPath.Name(file, variant));
        if (_classes[name] is var first && first != file)
        {
            return (Rule.NameTwice, Folder(first) == Folder(file)
                ? $"`variant` is `{variant}`, which {first} already declares in this folder"
                : $"`variant` is `{variant}`, which {first} already declares, "
                    + $"and in C# the folders of both are {(space.Length == 0 ? "the same namespace" : $"the namespace {space}")}; "
                    + "rename the variant or the folder");
        }

        if (ReservedNames.Fault(variant, other => _classes.TryGetValue(ClassPath.Join(space, other), out var neighbour) ? neighbour : null) is { } fault)
        {
            return (Rule.NameTwice, fault);
        }

        var top = space.Split('.')[0];
        if (string.Equals(top, "Grids", StringComparison.OrdinalIgnoreCase))
        {
            return (Rule.GridFolder, $"a variant stands in {Folder(file)}, whose name in C# is that of the grids; move it to another folder");
        }

        var message =
            top.Length > 0 && IsShared(top)
                ? $"the folder {Folder(file)} is in C# the namespace {space}, but {top} is a type that all variants share; rename the folder"
            : _cells.Keys.FirstOrDefault(cells => space == cells || space.StartsWith(cells + ".", StringComparison.Ordinal)) is { } taken
                ? $"the folder {Folder(file)} is in C# the namespace {space}, which holds the cells of {_cells[taken]}; rename the folder"
            : IsShared(name) ? $"`variant` is `{variant}`, which in C# is a type that all variants share; choose another name"
            : _namespaces.TryGetValue(name, out var inside)
                ? $"`variant` is `{variant}`, which in C# is the namespace of {inside}; rename the variant or that folder"
            : _cells.Count > 0 && (name == "Cells" || _cells.ContainsKey(name))
                ? $"`variant` is `{variant}`, which in C# is the namespace of the cells of grids; choose another name"
            : null;
        return message is null ? null : (Rule.NameMeets, message);
    }

    /// <summary>The types beside the variants at the top: their list, that of the grids, and the typed tensors.</summary>
    private bool IsShared(string name) => name == "Variants" || (name == "Grids" && _cells.Count > 0) || IsTensor(name);

    private static bool IsTensor(string name) => TensorKinds
        .Any(kind => name.Length > kind.Length
            && name.StartsWith(kind, StringComparison.Ordinal) && name.Skip(kind.Length).All(letter => letter is >= '0' and <= '9'));

    /// <summary>Of two files with one name, the first by path has it.</summary>
    private static void AddFirst(Dictionary<string, string> names, string name, string file)
    {
        if (!names.TryGetValue(name, out var first) || string.CompareOrdinal(file, first) < 0)
        {
            names[name] = file;
        }
    }

    private static string Folder(string path) => path.Substring(0, path.LastIndexOf('/') + 1);
}
