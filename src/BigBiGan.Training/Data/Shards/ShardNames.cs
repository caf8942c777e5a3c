using BigBiGan.Training.Data.Folders;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// The split that a file is of, by a word of its name or else by its folder's: <c>imagenet-train-000012.tar</c>, <c>train-00000-of-00002.parquet</c>,
/// <c>val_data.npz</c>, <c>train/0000.parquet</c>.
/// </summary>
internal static class ShardNames
{
    private static readonly char[] Between = ['-', '_', '.'];

    /// <summary>The word; empty where the file is of no split.</summary>
    public static string Split(string path) =>
        Path.GetFileNameWithoutExtension(path).Split(Between).LastOrDefault(IsSplit)
            ?? (Path.GetFileName(Path.GetDirectoryName(path)) is { } folder && IsSplit(folder) ? folder : "");

    public static bool IsSplit(string word) => SplitNames.IsTrain(word) || SplitNames.IsHeldOut(word);
}
