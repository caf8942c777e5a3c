using System.Text.RegularExpressions;

namespace BigBiGan.Training.Data.Folders;

/// <summary>
/// The names that people give to the folders of the two splits, in any case:
/// <c>Training</c>, <c>valid</c>, <c>test_set</c>, <c>train2017</c>.
/// </summary>
internal static partial class SplitNames
{
    private static readonly string[] Train = ["train", "training"];

    /// <summary>The first that can be used is.</summary>
    private static readonly string[] HeldOut = ["test", "testing", "val", "valid", "validation", "dev", "eval", "evaluation"];

    /// <summary>What may stand beside the word.</summary>
    private static readonly string[] Fillers = ["", "set", "data", "dataset", "split", "seg", "image", "images", "img", "imgs", "png", "jpg"];

    public static bool IsTrain(string name) => Train.Contains(Word(name));

    public static bool IsHeldOut(string name) => HeldOut.Contains(Word(name));

    /// <summary>Smaller is preferred.</summary>
    public static int Rank(string heldOut) => Array.IndexOf(HeldOut, Word(heldOut));

    /// <summary>Null where there are several: <c>test tube</c> is a class.</summary>
    private static string? Word(string name)
    {
        var words = Letters().Split(name.ToLowerInvariant()).Except(Fillers).ToArray();
        return words is [var word] ? word.EndsWith("set", StringComparison.Ordinal) ? word[..^3] : word : null;
    }

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex Letters();
}
