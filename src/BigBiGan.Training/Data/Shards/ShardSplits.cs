using BigBiGan.Training.Data.Folders;
using BigBiGan.Training.Data.Index;

namespace BigBiGan.Training.Data.Shards;

/// <summary>Which pictures are trained on and which are tested on.</summary>
/// <param name="Train">In the index's order.</param>
/// <param name="Test">In the index's order.</param>
/// <param name="LeftOut">What is neither, a clause each.</param>
internal sealed record ShardSplits(int[] Train, int[] Test, IReadOnlyList<string> LeftOut)
{
    /// <summary>By the files' names, where some are to train on and others to test on; else every tenth picture of a class is kept for the test.</summary>
    /// <param name="files">How many of the index's files, from the first on, are files with pictures.</param>
    public static ShardSplits Of(PictureIndex index, int files)
    {
        var words = index.Files.Take(files).Select(file => ShardNames.Split(file.Path)).ToArray();
        var counts = new int[words.Length];
        foreach (ref readonly var record in index.Records)
        {
            counts[record.File]++;
        }

        var labelled = Enumerable.Range(0, words.Length).Where(file => counts[file] > 0).ToList();
        var heldOut = labelled.Where(file => SplitNames.IsHeldOut(words[file])).ToList();
        if (heldOut.Count == 0 || !labelled.Exists(file => SplitNames.IsTrain(words[file])))
        {
            var (train, test) = HeldOutOf(index);
            return new ShardSplits(train, test, LeftOutOf(labelled));
        }

        var rank = heldOut.Min(file => SplitNames.Rank(words[file]));
        var toTrain = labelled.Where(file => SplitNames.IsTrain(words[file])).ToHashSet();
        var toTest = heldOut.Where(file => SplitNames.Rank(words[file]) == rank).ToHashSet();
        return new ShardSplits(In(toTrain), In(toTest), LeftOutOf([.. toTrain, .. toTest]));

        int[] In(HashSet<int> chosen) => [.. Enumerable.Range(0, index.Count).Where(i => chosen.Contains(index.Records[i].File))];

        IReadOnlyList<string> LeftOutOf(IEnumerable<int> used) =>
        [
            .. Enumerable.Range(0, words.Length).Except(used).Select(file =>
                $"{index.Files[file].Path} ({(counts[file] == 0 ? "no images with labels" : $"{counts[file]} images")})"),
        ];
    }

    private static (int[] Train, int[] Test) HeldOutOf(PictureIndex index)
    {
        var counts = new int[index.ClassNames.Count];
        foreach (ref readonly var record in index.Records)
        {
            counts[record.Label]++;
        }

        var seen = new int[counts.Length];
        var held = new bool[index.Count];
        for (var i = 0; i < held.Length; i++)
        {
            var label = index.Records[i].Label;
            held[i] = HeldOut.Has(seen[label]++, counts[label]);
        }

        return (Where(false), Where(true));

        int[] Where(bool isHeld) => [.. Enumerable.Range(0, held.Length).Where(i => held[i] == isHeld)];
    }
}
