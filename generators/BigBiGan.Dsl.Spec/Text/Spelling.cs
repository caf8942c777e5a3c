namespace BigBiGan.Dsl.Spec.Text;

/// <summary>Which word a misspelt one was meant to be.</summary>
public static class Spelling
{
    /// <summary><c>; did you mean `width`?</c>, or nothing where no word is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Meant(word, known) is { } meant ? $"; did you mean `{meant}`?" : "";

    /// <summary>The known word that means the same, else the nearest by letters, else null.</summary>
    public static string? Meant(string word, IEnumerable<string> known)
    {
        var words = known as ICollection<string> ?? [.. known];
        return words.FirstOrDefault(one => one != word && Plain(one) == Plain(word))
            ?? Synonyms.Of(word).Concat(Synonyms.Of(KeyPath.Leaf(word))).FirstOrDefault(words.Contains)
            ?? Nearest(word, words);
    }

    /// <summary>The known word with the fewest edits (insert, delete, replace, swap), at most a third of its letters; else null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        var fewest = int.MaxValue;
        var plain = Plain(word);
        foreach (var candidate in known.Where(candidate => candidate != word && !IsOpposite(plain, candidate)))
        {
            var edits = Math.Abs(plain.Length - candidate.Length) > Math.Max(1, candidate.Length / 3) ? int.MaxValue : Edits(plain, Plain(candidate));
            if (edits < fewest && edits <= Math.Max(1, candidate.Length / 3) && edits < candidate.Length)
            {
                (best, fewest) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>Near in letters, and never meant.</summary>
    private static bool IsOpposite(string word, string other) =>
        (word.StartsWith("in", StringComparison.Ordinal) && other.StartsWith("ex", StringComparison.Ordinal))
        || (word.StartsWith("ex", StringComparison.Ordinal) && other.StartsWith("in", StringComparison.Ordinal))
        || (word.StartsWith("de", StringComparison.Ordinal) && other.StartsWith("en", StringComparison.Ordinal))
        || (word.StartsWith("en", StringComparison.Ordinal) && other.StartsWith("de", StringComparison.Ordinal));

    /// <summary><c>Learning_Rate</c> is not a farther from <c>learning-rate</c> than its letters.</summary>
    private static string Plain(string word) => word.ToLowerInvariant().Replace('_', '-').Replace(' ', '-');

    /// <summary>The Damerau-Levenshtein distance with adjacent swaps.</summary>
    private static int Edits(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
