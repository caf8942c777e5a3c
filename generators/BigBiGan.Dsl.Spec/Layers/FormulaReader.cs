namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>Sums of products of numbers, letters and brackets, read from left to right.</summary>
internal sealed class FormulaReader(string text)
{
    private const int Longest = 200;
    private const int Deepest = 20;

    private int _at;
    private int _depth;
    private string _fault = "";

    /// <summary>Null where the text is not a formula.</summary>
    public Term? Read(out string fault)
    {
        var term = text.Length > Longest ? Refuse($"is longer than {Longest} characters") : Sum();
        Skip();
        if (term is not null && _at < text.Length)
        {
            term = Refuse($"has `{text[_at]}` at {_at + 1}, where {(text[_at] == ')' ? "no bracket is open" : "an operator or the end was expected")}");
        }

        fault = _fault;
        return term;
    }

    private Term? Sum() => Chain(Product, '+', '-');

    private Term? Product() => Chain(Atom, '*', '/');

    private Term? Chain(Func<Term?> part, char one, char other)
    {
        var left = part();
        while (left is not null && Next() is var sign && (sign == one || sign == other))
        {
            _at++;
            left = part() is { } right ? new OperationTerm(sign, left, right) : null;
        }

        return left;
    }

    private Term? Atom()
    {
        switch (Next())
        {
            case 'C' or 'S' or 'n':
                return new LetterTerm(text[_at++]);
            case >= '0' and <= '9':
                return Number();
            case '(' when ++_depth <= Deepest:
                _at++;
                var inner = Sum();
                if (inner is not null && Next() != ')')
                {
                    return Refuse("has a bracket that is not closed");
                }

                _at++;
                _depth--;
                return inner;
            case '(':
                return Refuse($"has more than {Deepest} brackets inside each other");
            case '\0':
                return Refuse("ends where `C`, `S`, `n`, a number or a bracket was expected");
            default:
                return Refuse($"has `{text[_at]}` at {_at + 1}, where `C`, `S`, `n`, a number or a bracket was expected");
        }
    }

    private Term? Number()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is >= '0' and <= '9')
        {
            _at++;
        }

        return long.TryParse(text.Substring(start, Math.Min(_at - start, 19)), out var number) && number <= 1_000_000_000 && _at - start <= 10
            ? new NumberTerm(number)
            : Refuse("has a number above 10^9");
    }

    private char Next()
    {
        Skip();
        return _at < text.Length ? text[_at] : '\0';
    }

    private void Skip()
    {
        while (_at < text.Length && text[_at] == ' ')
        {
            _at++;
        }
    }

    private Term? Refuse(string fault)
    {
        _fault = _fault.Length == 0 ? fault : _fault;
        return null;
    }
}
