using System.Text;

namespace BigBiGan.Dsl.Generator.Code;

/// <summary>Text with indentation and LF line ends.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _afterOpen = true;

    /// <summary>One line; an empty one separates members and is dropped after an opening brace.</summary>
    public void Line(string line = "")
    {
        if (line.Length == 0)
        {
            if (!_afterOpen)
            {
                _text.Append('\n');
            }

            _afterOpen = true;
            return;
        }

        _text.Append(' ', _depth * 4).Append(line).Append('\n');
        _afterOpen = false;
    }

    /// <summary>What another writer wrote.</summary>
    public void Text(string text)
    {
        _text.Append(text);
        _afterOpen = false;
    }

    /// <summary>Several lines as they stand.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            Line(line.TrimEnd('\r'));
        }
    }

    /// <summary>A statement, with its result's shape as the comment behind it.</summary>
    public void Shaped(string statement, string shape) => Line(Shaped(statement, shape, 0));

    /// <param name="indent">Spaces before the statement.</param>
    public static string Shaped(string statement, string shape, int indent) => $"{new string(' ', indent)}{statement,-60} // {shape}";

    public void Open(string header)
    {
        Line(header);
        Line("{");
        _depth++;
        _afterOpen = true;
    }

    public void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    public override string ToString() => _text.ToString();
}
