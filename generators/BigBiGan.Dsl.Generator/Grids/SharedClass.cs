using System.Text;
using BigBiGan.Dsl.Generator.Code;

namespace BigBiGan.Dsl.Generator.Grids;

/// <summary>
/// One class for several whose texts are of one shape. The numbers in which they differ become arguments of the constructor: <c>n1</c>, <c>n2</c> and so on,
/// in the order in which the text has them; numbers that are equal in each of the texts are one.
/// With its arguments the class is, letter for letter, the text that it stands for.
/// </summary>
internal sealed class SharedClass
{
    /// <summary>Stands in the texts for the class's name.</summary>
    public const string Name = "__Class__";

    private readonly IReadOnlyList<NumberedText> _texts;

    /// <summary>Per number of the text the argument that it is, from 1 on; 0 where it is the same in all.</summary>
    private readonly int[] _arguments;

    /// <summary>Per argument a number of the text that it is.</summary>
    private readonly List<int> _places = [];

    /// <param name="texts">Of one shape.</param>
    public SharedClass(IReadOnlyList<NumberedText> texts)
    {
        _texts = texts;
        var numbers = texts[0].Numbers;
        _arguments = new int[numbers.Count];
        for (var isComment = 0; isComment < 2; isComment++) // code first: a comment shows an argument of the code, or nothing
        {
            for (var i = 0; i < numbers.Count; i++)
            {
                if (numbers[i].IsComment == (isComment == 1) && Varies(i))
                {
                    _arguments[i] = Argument(i);
                }
            }
        }
    }

    /// <summary>What the constructor of one of the texts' classes is given.</summary>
    /// <param name="index">Of the text.</param>
    public string Arguments(int index) => string.Join(", ", _places.Select(place => _texts[index].Numbers[place].Digits));

    /// <summary>As parameters of a method: <c>int n1, double n2</c>.</summary>
    public string Parameters => string.Join(", ", _places.Select((place, i) => $"{Type(place)} n{i + 1}"));

    /// <summary>As it passes them on: <c>n1, n2</c>.</summary>
    public string Passed => string.Join(", ", _places.Select((_, i) => $"n{i + 1}"));

    /// <summary>
    /// The class. A line of documentation that tells a number which is not an argument is left out, and so is the comment at the end of a line.
    /// </summary>
    public string Emit(string name)
    {
        var lines = new List<string>();
        var fields = new SortedSet<int>();
        var (constructor, body, isInside) = (0, 0, false);
        var next = 0;
        var start = 0;
        foreach (var line in _texts[0].Text.Split('\n'))
        {
            var isHeader = line.StartsWith($"    public {Name}(", StringComparison.Ordinal);
            constructor = isHeader ? lines.Count : constructor;
            isInside |= isHeader;
            if (Shown(line, start, ref next, isInside ? null : fields) is { } shown)
            {
                lines.Add(isHeader && _places.Count > 0
                    ? shown.Insert(shown.LastIndexOf(')'), (shown.EndsWith("()", StringComparison.Ordinal) ? "" : ", ") + Parameters)
                    : shown);
            }

            body = isInside && line == "    {" ? lines.Count : body;
            isInside &= line != "    }";
            start += line.Length + 1;
        }

        lines.InsertRange(body, fields.Select(i => $"        _n{i} = n{i};"));
        lines.InsertRange(constructor, fields
            .Select(i => $"    private readonly {Type(_places[i - 1])} _n{i};")
            .Concat(fields.Count > 0 ? [""] : Array.Empty<string>()));
        return string.Join("\n", lines).Replace(Name, name);
    }

    private string Type(int place) => _texts[0].Numbers[place].IsReal ? "double" : "int";

    private bool Varies(int number) => _texts.Any(text => text.Numbers[number].Digits != _texts[0].Numbers[number].Digits);

    /// <summary>0 for a number of a comment that no argument is.</summary>
    private int Argument(int number)
    {
        var known = _places.FindIndex(place => (_texts[0].Numbers[number].IsComment || _texts[0].Numbers[place].IsReal == _texts[0].Numbers[number].IsReal)
            && _texts.All(text => text.Numbers[place].Digits == text.Numbers[number].Digits));
        if (known >= 0)
        {
            return known + 1;
        }

        if (_texts[0].Numbers[number].IsComment)
        {
            return -1;
        }

        _places.Add(number);
        return _places.Count;
    }

    /// <summary>A line with arguments in the place of numbers.</summary>
    /// <param name="start">Where the line begins in the text.</param>
    /// <param name="next">The first number that is not passed yet.</param>
    /// <param name="fields">Takes the arguments that a method reads; null inside the constructor, which has them.</param>
    /// <returns>Null for documentation of one of the classes only.</returns>
    private string? Shown(string line, int start, ref int next, SortedSet<int>? fields)
    {
        var numbers = _texts[0].Numbers;
        var text = new StringBuilder();
        var (from, isTold) = (0, true);
        for (; next < numbers.Count && numbers[next].Start < start + line.Length; next++)
        {
            var (number, argument) = (numbers[next], _arguments[next]);
            text.Append(line, from, number.Start - start - from);
            from = number.Start - start + number.Digits.Length;
            isTold &= argument >= 0;
            text.Append(argument <= 0 ? number.Digits : number.IsComment || fields is null ? $"n{argument}" : $"_n{argument}");
            if (argument > 0 && !number.IsComment)
            {
                fields?.Add(argument);
            }
        }

        var shown = text.Append(line, from, line.Length - from).ToString();
        var comment = shown.IndexOf(" // ", StringComparison.Ordinal);
        var code = shown.Substring(0, Math.Max(comment, 0)).TrimEnd();
        if (code.Length == 0)
        {
            return isTold ? shown : null;
        }

        var depth = code.Length - code.TrimStart().Length;
        return isTold ? CodeWriter.Shaped(code.Substring(depth), shown.Substring(comment + 4), depth) : code;
    }
}
