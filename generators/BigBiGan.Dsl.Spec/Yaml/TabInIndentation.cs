namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>The parser reports a tab at the start of the file; this finds the tab itself.</summary>
internal static class TabInIndentation
{
    /// <summary>The offset of the first tab before a line's text, or null.</summary>
    public static int? Find(string text)
    {
        var indentation = true;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n' or '\r':
                    indentation = true;
                    break;
                case '\t' when indentation && HasText(text, i):
                    return i;
                case ' ' or '\t' or '\uFEFF':
                    break;
                default:
                    indentation = false;
                    break;
            }
        }

        return null;
    }

    /// <summary>A line of white space alone does no harm.</summary>
    private static bool HasText(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at < text.Length && text[at] is not ('\n' or '\r' or '#');
    }
}
