namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>The parser reports a tab at the start of the file; this finds the tab itself, on blank lines too, where it also stumbles.</summary>
internal static class TabInIndentation
{
    /// <summary>The offset of the first tab in a line's leading white space, or null.</summary>
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
                case '\t' when indentation:
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
}
