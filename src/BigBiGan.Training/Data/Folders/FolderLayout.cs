using BigBiGan.Training.Data.ImageNet;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Folders;

/// <summary>
/// Which folder of a person's pictures is what: <c>DIR/CLASS/*</c>, the same below a folder to train on and one to test on
/// (<see cref="SplitNames"/>), or pictures without class folders, which are one class. Classes may have folders below them, and
/// DIR may hold one folder that holds all of this.
/// </summary>
/// <param name="Told">Which folder became what, in a line.</param>
/// <param name="LeftOut">Pictures and folders that are not read, a clause each.</param>
internal sealed record FolderLayout(ClassFolders Train, ClassFolders Test, string Told, IReadOnlyList<string> LeftOut)
{
    /// <summary>All that was looked at.</summary>
    public PictureTree Tree { get; private init; } = null!;

    /// <param name="folder">With pictures in it or below.</param>
    /// <param name="labels">The file with the classes of test pictures that lie in no class folders.</param>
    /// <exception cref="DataSourceException">No pictures, or none that can be told apart.</exception>
    public static FolderLayout Of(string folder, string? labels = null)
    {
        var whole = PictureTree.Read(folder);
        if (whole.Count == 0)
        {
            var found = whole.IsEmpty ? "an empty folder" : PictureTree.Counted(whole.AllOthers) is { Length: > 0 } others ? others : "empty folders";
            throw new DataSourceException(
                $"{folder}: expected images in folders of a class each ({folder}/CLASS/*.png); found {found}. Put {ImageFile.EndingsText} files there.");
        }

        var root = Unwrapped(whole);
        var trains = root.Folders.Where(f => f.Count > 0 && SplitNames.IsTrain(f.Name)).ToList();
        var heldOut = root.Folders.Where(f => f.Count > 0 && SplitNames.IsHeldOut(f.Name)).OrderBy(f => SplitNames.Rank(f.Name)).ToList();

        // without a split to test on, `train` with nothing but pictures may as well be a class (of vehicles)
        var layout = trains.Exists(train => heldOut.Count > 0 || train.Folders.Any(f => f.Count > 0))
            ? OfSplits(root, trains, heldOut, labels)
            : labels is null ? OfClasses(root, heldOut) : throw Useless(root, labels);
        string[] foreign = [.. whole.AllOthers.Where(ImageFile.IsForeign)];
        return layout with
        {
            Tree = whole,
            LeftOut = foreign.Length == 0 ? layout.LeftOut : [.. layout.LeftOut, $"{PictureTree.Counted(foreign)} (read are {ImageFile.EndingsText})"],
        };
    }

    private static FolderLayout OfClasses(PictureTree root, List<PictureTree> heldOut)
    {
        if (heldOut.Count > 0)
        {
            throw new DataSourceException(
                $"{heldOut[0].Path}: a folder to test on, and none to train on beside it; expected {root.Path}/train with the images to train on. "
                + $"Name that folder train, or rename {heldOut[0].Name} if it is a class.");
        }

        var all = ClassFolders.Of(root);
        var (train, test) = all.HoldOut();
        return new FolderLayout(train, test, $"{Described(all)}; held out for the test: {test.Count}, every tenth of a class", all.LeftOut);
    }

    private static FolderLayout OfSplits(PictureTree root, List<PictureTree> trains, List<PictureTree> heldOut, string? labels)
    {
        if (trains.Count > 1)
        {
            throw new DataSourceException(
                $"{root.Path}: expected one folder to train on; found {string.Join(" and ", trains.Select(f => f.Name))}. "
                + $"Give {trains[0].Path}, or move the other away.");
        }

        var train = ClassFolders.Of(Unwrapped(trains[0], isSplit: true));
        var candidates = heldOut.Select(f => ClassFolders.Of(Unwrapped(f, isSplit: true))).ToList();
        if (labels is not null)
        {
            var known = TestLabels.Read(labels);
            var flat = candidates.FindIndex(candidate => IsUnlabelled(candidate, train) && known.Knows(candidate.Files[0][0]));
            candidates[flat >= 0 ? flat : throw Useless(root, labels)] = Labelled(candidates[flat], train, known);
        }

        var test = candidates.Find(candidate => candidate.ClassNames.SequenceEqual(train.ClassNames));
        if (test is null && candidates.Find(candidate => !IsUnlabelled(candidate, train)) is { } misfit)
        {
            throw Misfit(root, train, misfit);
        }

        List<string> leftOut = [.. train.LeftOut, .. test?.LeftOut ?? []];
        leftOut.AddRange(candidates.Where(candidate => candidate != test).Select(candidate =>
            $"{candidate.Folder} ({PictureTree.Images(candidate.Count)}{(IsUnlabelled(candidate, train) ? " without classes" : "")})"));
        leftOut.AddRange(root.Folders.Except([.. trains, .. heldOut]).Where(f => f.Count > 0).Select(f => $"{f.Path} ({PictureTree.Images(f.Count)})"));
        if (root.Pictures.Count > 0)
        {
            leftOut.Add($"{PictureTree.Images(root.Pictures.Count)} in {root.Path} beside the splits");
        }

        if (test is not null)
        {
            return new FolderLayout(train, test, $"{Described(train)}; to test on: {Described(test)}", leftOut);
        }

        var (kept, held) = train.HoldOut();
        return new FolderLayout(kept, held, $"{Described(train)}; held out for the test: {held.Count}, every tenth of a class", leftOut);
    }

    /// <summary>Into the only folder with pictures, as long as it has none of its own.</summary>
    /// <param name="isSplit">Elsewhere a split to test on is not a wrapping.</param>
    private static PictureTree Unwrapped(PictureTree tree, bool isSplit = false)
    {
        var folders = tree.Folders.Where(f => f.Count > 0).ToList();
        return tree.Pictures.Count == 0 && folders is [{ Pictures.Count: 0 } only] && (isSplit || !SplitNames.IsHeldOut(only.Name))
            ? Unwrapped(only, isSplit)
            : tree;
    }

    private static ClassFolders Labelled(ClassFolders flat, ClassFolders train, TestLabels labels)
    {
        var ofClass = flat.Files[0].ToLookup(file => labels.ClassOf(file, train.ClassNames));
        return flat with { ClassNames = train.ClassNames, Files = [.. train.ClassNames.Select(name => ofClass[name].ToArray())], IsFlat = false };
    }

    private static DataSourceException Useless(PictureTree root, string labels) => new(
        $"{labels}: these labels fit no folder in {root.Path}; expected train/ with class folders, and beside it val/ with pictures that the file names. "
        + "Give that folder, or leave out --test-labels.");

    /// <summary>As ImageNet ships its test images: no classes, where there are some to train on.</summary>
    private static bool IsUnlabelled(ClassFolders candidate, ClassFolders train) =>
        candidate.ClassNames.Count == 1 && !train.ClassNames.Contains(candidate.ClassNames[0]);

    private static DataSourceException Misfit(PictureTree root, ClassFolders train, ClassFolders test)
    {
        var alone = train.ClassNames.Except(test.ClassNames).Select(c => (Class: c, In: train.Folder, NotIn: test.Folder))
            .Concat(test.ClassNames.Except(train.ClassNames).Select(c => (Class: c, In: test.Folder, NotIn: train.Folder)))
            .First();
        return new DataSourceException($"{root.Path}: class `{alone.Class}` is in {alone.In} and not in {alone.NotIn}; expected the same classes in both.");
    }

    private static string Described(ClassFolders folders) => folders.IsFlat
        ? $"{folders.Folder}: {PictureTree.Images(folders.Count)} without class folders, taken as one class"
        : $"{folders.Folder}: {PictureTree.Images(folders.Count)} in {folders.ClassNames.Count} {(folders.ClassNames.Count == 1 ? "class" : "classes")}";
}
