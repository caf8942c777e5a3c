using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>Where the class of a spec stands in C#.</summary>
public static class ClassPath
{
    /// <summary>
    /// The namespace below the project's root,
    /// from the spec's folder: <c>small-grids/fashion.yaml</c> -> <c>SmallGrids</c>; empty at the top.
    /// </summary>
    public static string Namespace(string file)
    {
        var folders = file.Split('/');
        return string.Join(".", folders.Take(folders.Length - 1).Select(Pascal).Where(part => part.Length > 0));
    }

    /// <summary>The class's name below the project's root: <c>SmallGrids.Fashion</c>.</summary>
    public static string Name(string file, string variant) => Join(Namespace(file), variant);

    internal static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    /// <summary>The words of a folder's name; nothing is left of one without letters and digits, such as an emoji.</summary>
    private static string Pascal(string folder)
    {
        var words = folder.Split(folder.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray());
        var name = Identifiers.Pascal(words);
        return name.Length > 0 && char.IsDigit(name[0]) ? "_" + name : name;
    }
}
