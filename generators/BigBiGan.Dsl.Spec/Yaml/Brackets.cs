namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>Whether a bracket is closed: the parser itself only says that something was not as expected further on.</summary>
internal static class Brackets
{
    public static char Closing(char open) => open == '[' ? ']' : '}';

    /// <summary>Counts brackets from <paramref name="open"/> on, outside quotes and comments.</summary>
    public static bool IsClosed(string text, int open) => Close(text, open) is { } close && text[close] == Closing(text[open]);

    /// <summary>A bracket of the other kind in the place of the closing one, without which all are closed: the second in <c>{ a: [b]] }</c>.</summary>
    public static int? Surplus(string text, int open) =>
        Close(text, open) is { } wrong && text[wrong] != Closing(text[open])
        && Close(text, open, skip: wrong) is { } close && text[close] == Closing(text[open])
        ? wrong
        : null;

    /// <summary>Where as many are closed as were opened.</summary>
    private static int? Close(string text, int open, int skip = -1)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}' when i != skip && --depth == 0:
                    return i;
                case '#' when text[i - 1] is ' ' or '\n' or '\t':
                    i = EndOf('\n', text, i);
                    break;
                case '"' or '\'' when text[i - 1] is ' ' or '[' or '{' or ',' or ':' or '\n':
                    i = EndOf(text[i], text, i);
                    break;
            }
        }

        return null;
    }

    private static int EndOf(char mark, string text, int from)
    {
        var end = text.IndexOf(mark, from + 1);
        return end < 0 ? text.Length : end;
    }
}
