namespace BigBiGan.Training.Text;

/// <summary>A path in a command that is printed for people to paste.</summary>
public static class ShellWord
{
    /// <summary>As it is where a shell reads it as one word, else in single quotes.</summary>
    public static string Of(string path) =>
        path.Length > 0 && path.All(letter => char.IsLetterOrDigit(letter) || "_-./=,:@%+".Contains(letter, StringComparison.Ordinal))
            ? path
            : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
