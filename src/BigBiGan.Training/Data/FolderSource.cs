namespace BigBiGan.Training.Data;

/// <summary>A user's own pictures: <c>DIR/CLASS/*</c>, or <c>DIR/train/CLASS/*</c> with <c>DIR/test</c> (or <c>DIR/val</c>).</summary>
internal static class FolderSource
{
    private static readonly string[] TestFolders = ["test", "val"];

    public static DataSource Load(string folder, int size, int colours, Action<string>? warn, Action<int, int>? progress)
    {
        var (train, test) = Splits(folder);
        var total = train.Labelled().Count() + test.Labelled().Count();
        var reader = new PictureReader(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), size, colours, total, progress);
        var source = new DataSource(reader.Read(train, "train"), reader.Read(test, "test"));
        reader.ReportBroken(folder, warn);
        return source;
    }

    private static (ClassFolders Train, ClassFolders Test) Splits(string folder)
    {
        var trainFolder = Path.Combine(folder, "train");
        if (!Directory.Exists(trainFolder) || ClassFolders.NamesIn(trainFolder).Length == 0)
        {
            return ClassFolders.Scan(folder).HoldOut();
        }

        var train = ClassFolders.Scan(trainFolder);
        var testFolder = TestFolders.Select(t => Path.Combine(folder, t)).FirstOrDefault(Directory.Exists);
        if (testFolder is null)
        {
            return train.HoldOut();
        }

        var test = ClassFolders.Scan(testFolder);
        var alone = train.ClassNames.Except(test.ClassNames).Select(c => (Class: c, In: trainFolder, NotIn: testFolder))
            .Concat(test.ClassNames.Except(train.ClassNames).Select(c => (Class: c, In: testFolder, NotIn: trainFolder)))
            .FirstOrDefault();
        return alone.Class is null
            ? (train, test)
            : throw new DataSourceException($"{folder}: class `{alone.Class}` is in {alone.In} and not in {alone.NotIn}; expected the same classes in both.");
    }
}
