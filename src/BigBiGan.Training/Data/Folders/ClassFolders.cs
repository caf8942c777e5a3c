using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Folders;

/// <summary>The pictures of a split by class, both in ordinal order.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Files">Per class, at least one path, but where a file has the labels; pictures in folders below a class folder are the class's too.</param>
/// <param name="LeftOut">What lies there and is not read, a clause each.</param>
internal sealed record ClassFolders(string Folder, IReadOnlyList<string> ClassNames, IReadOnlyList<IReadOnlyList<string>> Files, IReadOnlyList<string> LeftOut)
{
    /// <summary>Whether the pictures lay in no class folders.</summary>
    public bool IsFlat { get; init; }

    public int Count => Files.Sum(files => files.Count);

    /// <param name="tree">With pictures in it or below.</param>
    /// <exception cref="DataSourceException">A class folder without pictures, or with splits in it.</exception>
    public static ClassFolders Of(PictureTree tree)
    {
        var (classes, bare) = (tree.Folders.Where(folder => folder.Count > 0).ToList(), tree.Folders.Where(folder => folder.Count == 0).ToList());
        var leftOut = bare.Select(folder => $"{folder.Path} (no images)").ToList();
        if (classes.Count == 0)
        {
            return new ClassFolders(tree.Path, [ImageSet.OneClass], [tree.Pictures], leftOut) { IsFlat = true };
        }

        if (bare.Find(folder => folder.IsEmpty || folder.AllOthers.Any(ImageFile.IsForeign)) is { } missing)
        {
            var found = missing.IsEmpty ? "none" : PictureTree.Counted(missing.AllOthers);
            throw new DataSourceException(
                $"{missing.Path}: expected {ImageFile.EndingsText} files in this class folder; found {found}. Add images or remove the folder.");
        }

        if (classes.Find(
            folder => folder.Folders.Any(f => SplitNames.IsTrain(f.Name)) && folder.Folders.Any(f => SplitNames.IsHeldOut(f.Name))) is { } inverted)
        {
            throw new DataSourceException(
                $"{inverted.Path}: the splits lie below the class ({string.Join(", ", inverted.Folders.Select(f => f.Name))}); "
                + $"expected them above: {tree.Path}/train/{inverted.Name}. Move the folders.");
        }

        if (tree.Pictures.Count > 0)
        {
            leftOut.Insert(0, $"{PictureTree.Images(tree.Pictures.Count)} in {tree.Path} beside the class folders");
        }

        return new ClassFolders(tree.Path, [.. classes.Select(folder => folder.Name)], [.. classes.Select(folder => folder.AllPictures.ToList())], leftOut);
    }

    /// <summary>Keeps every tenth image of each class for the test, and the last one of a class of 2 to 9.</summary>
    /// <exception cref="DataSourceException">A class has one image only.</exception>
    public (ClassFolders Train, ClassFolders Test) HoldOut()
    {
        var lonely = ClassNames.Zip(Files).FirstOrDefault(c => c.Second.Count < 2);
        if (lonely.First is not null)
        {
            throw new DataSourceException(
                $"{lonely.Second[0]}: the only image of class `{lonely.First}`; expected at least 2, as one is kept for the test. "
                + "Add images, or train/ and test/ folders.");
        }

        return (this with { Files = [.. Files.Select(f => Part(f, held: false))] }, this with { Files = [.. Files.Select(f => Part(f, held: true))] });

        static string[] Part(IReadOnlyList<string> files, bool held) =>
            [.. files.Where((_, i) => HeldOut.Has(i, files.Count) == held)];
    }
}
