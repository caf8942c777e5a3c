using System.Text;

namespace BigBiGan.Dsl.Generator.Grids;

/// <summary>C# text with its numbers apart: texts of one shape are the same but for numbers, in code and in comments.</summary>
internal sealed class NumberedText
{
    private const char Whole = '\u0001';
    private const char Real = '\u0002';
    private const char Told = '\u0003';

    private readonly List<Number> _numbers = [];

    public NumberedText(string text)
    {
        Text = text;
        Shape = Read();
    }

    public string Text { get; }

    /// <summary>The text with a mark in the place of each number, and comments close to the code: they stand in columns.</summary>
    public string Shape { get; }

    public IReadOnlyList<Number> Numbers => _numbers;

    private string Read()
    {
        var shape = new StringBuilder(Text.Length);
        var isComment = false;
        var i = 0;
        while (i < Text.Length)
        {
            var letter = Text[i];
            if (letter == '\n')
            {
                isComment = false;
            }
            else if (letter == '/' && i + 1 < Text.Length && Text[i + 1] == '/' && !isComment)
            {
                isComment = true;
                while (shape.Length > 0 && shape[shape.Length - 1] == ' ')
                {
                    shape.Length--;
                }
            }
            else if (char.IsDigit(letter)
                && !(i > 0 && (IsPart(Text[i - 1]) || Text[i - 1] == '.'))
                && End(i, isComment) is var end && (end == Text.Length || !IsPart(Text[end])))
            {
                var digits = Text.Substring(i, end - i);
                var isReal = digits.IndexOfAny(['.', 'e', 'E']) >= 0;
                _numbers.Add(new Number(i, digits, isReal, isComment));
                shape.Append(isComment ? Told : isReal ? Real : Whole);
                i = end;
                continue;
            }

            shape.Append(letter);
            i++;
        }

        return shape.ToString();
    }

    /// <summary>Behind a number: <c>12</c>, <c>0.5</c>, <c>1e-4</c>, and <c>4,773</c> in a comment.</summary>
    private int End(int start, bool isComment)
    {
        var i = start;
        while (i < Text.Length && (char.IsDigit(Text[i]) || IsInside(i)))
        {
            i++;
        }

        return i;

        bool IsInside(int at) => Text[at] switch
        {
            '.' => IsDigit(at + 1),
            ',' => isComment && IsDigit(at + 1),
            'e' or 'E' => IsDigit(at + 1) || (at + 2 < Text.Length && Text[at + 1] is '-' or '+' && IsDigit(at + 2)),
            '-' or '+' => Text[at - 1] is 'e' or 'E' && IsDigit(at + 1),
            _ => false,
        };

        bool IsDigit(int at) => at < Text.Length && char.IsDigit(Text[at]);
    }

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}

/// <param name="Start">In the text.</param>
/// <param name="IsComment">Whether it stands in a comment, where it is shown and means nothing.</param>
internal sealed record Number(int Start, string Digits, bool IsReal, bool IsComment);
