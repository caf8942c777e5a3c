using System.Buffers.Binary;
using System.Text;

namespace BigBiGan.Training.Weights.Files;

/// <summary>
/// Reads the pickles in which PyTorch stores state dicts (protocols 2 to 4) and can execute nothing: of the pickle machine it
/// knows only what builds dictionaries, lists, numbers and texts, and calls no function but those of <see cref="PickleGlobals"/>.
/// Memory stays proportional to the pickle.
/// </summary>
internal sealed class PickleReader
{
    private readonly byte[] _bytes;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    private readonly ISet<PickledStorage>? _storages;

    private PickleReader(byte[] bytes, int position, ISet<PickledStorage>? storages) => (_bytes, _position, _storages) = (bytes, position, storages);

    /// <returns>Of long, double, bool, string, null, object?[] (a tuple), List, and the types of Pickled.cs.</returns>
    /// <exception cref="InvalidDataException">The pickle is damaged, or asks for what a state dict does not need.</exception>
    public static object? Read(byte[] bytes)
    {
        var position = 0;
        return Read(bytes, ref position);
    }

    /// <summary>Reads one of several pickles.</summary>
    /// <param name="position">Where it begins, and then where it ended.</param>
    /// <param name="storages">Receives all that it names.</param>
    /// <inheritdoc cref="Read(byte[])"/>
    public static object? Read(byte[] bytes, ref int position, ISet<PickledStorage>? storages = null)
    {
        var reader = new PickleReader(bytes, position, storages);
        while (reader.Step())
        {
        }

        position = reader._position;
        return reader.Pop();
    }

    /// <returns>False at the end.</returns>
    private bool Step()
    {
        var at = _position;
        var code = (char)Take(1)[0];
        switch (code)
        {
            case '\x80': // PROTO
                Take(1);
                break;
            case '\x95': // FRAME
                Take(8);
                break;
            case '.':
                return false;
            case '(':
                _marks.Push(_stack.Count);
                break;
            case '0':
                Pop();
                break;
            case 'N' or '\x88' or '\x89':
                _stack.Add(code == 'N' ? null : (object)(code == '\x88'));
                break;
            case 'K' or 'M' or 'J' or '\x8a':
                _stack.Add(Integer(code));
                break;
            case 'G':
                _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case 'X' or '\x8c': // BINUNICODE, SHORT_BINUNICODE
                _stack.Add(Encoding.UTF8.GetString(Take(code == 'X' ? Length() : Take(1)[0])));
                break;
            case '}' or ']' or ')':
                _stack.Add(code == '}' ? new PickledDictionary() : code == ']' ? new List<object?>() : Array.Empty<object?>());
                break;
            case 't' or '\x85' or '\x86' or '\x87': // TUPLE, TUPLE1 to TUPLE3
                _stack.Add(code == 't' ? PopToMark() : PopMany(code - '\x84'));
                break;
            case 'a' or 'e':
                Append(code == 'a' ? PopMany(1) : PopToMark());
                break;
            case 's' or 'u':
                Set(code == 's' ? PopMany(2) : PopToMark());
                break;
            case 'q' or 'r' or '\x94': // BINPUT, LONG_BINPUT, MEMOIZE
                _memo[code == '\x94' ? _memo.Count : Index(code == 'q')] = Peek();
                break;
            case 'h' or 'j': // BINGET, LONG_BINGET
                _stack.Add(_memo.TryGetValue(Index(code == 'h'), out var known) ? known : throw Damaged("refers to what it did not store"));
                break;
            case 'c' or '\x93': // GLOBAL, STACK_GLOBAL
                _stack.Add(PickleGlobals.Find(code == 'c' ? $"{Line()}.{Line()}" : GlobalOfStack()));
                break;
            case 'Q': // BINPERSID
                var storage = PickleGlobals.Storage(Pop());
                _storages?.Add(storage);
                _stack.Add(storage);
                break;
            case 'R':
                var arguments = Pop();
                _stack.Add(PickleGlobals.Call(Pop(), arguments));
                break;
            case 'b': // BUILD: an OrderedDict's attributes, the versions of modules; no use here
                Pop();
                _ = Peek() as PickledDictionary ?? throw Damaged("gives attributes to something that is not a dictionary");
                break;
            default:
                throw Damaged($"has the instruction 0x{(int)code:x2} at byte {at}, which a state dict does not need");
        }

        return true;
    }

    private static InvalidDataException Damaged(string what) => new($"the pickle {what}");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _position)
        {
            throw Damaged("is cut short");
        }

        _position += count;
        return _bytes.AsSpan(_position - count, count);
    }

    private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private long Index(bool small) => small ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private long Integer(char code) => code switch
    {
        'K' => Take(1)[0],
        'M' => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        'J' => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        _ => Long(Take(Take(1)[0])),
    };

    /// <summary>LONG1: two's complement, little end first.</summary>
    private static long Long(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > 8)
        {
            throw Damaged("has a number of more than 64 bits");
        }

        long value = digits.Length > 0 && digits[^1] > 127 ? -1 : 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | digits[i];
        }

        return value;
    }

    private string Line()
    {
        var end = Array.IndexOf(_bytes, (byte)'\n', _position);
        var text = Encoding.UTF8.GetString(Take(end < 0 ? -1 : end - _position));
        Take(1);
        return text;
    }

    private string GlobalOfStack() => PopMany(2) is [string module, string name] ? $"{module}.{name}" : throw Damaged("names something without a text");

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Damaged("takes more than it gave");

    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count) => _stack.Count - count >= Floor ? Cut(_stack.Count - count) : throw Damaged("takes more than it gave");

    private object?[] PopToMark() => _marks.Count > 0 ? Cut(_marks.Pop()) : throw Damaged("ends a list that it did not begin");

    private object?[] Cut(int start)
    {
        object?[] values = [.. _stack.Skip(start)];
        _stack.RemoveRange(start, _stack.Count - start);
        return values;
    }

    private void Append(object?[] values) => (Peek() as List<object?> ?? throw Damaged("appends to something that is not a list")).AddRange(values);

    private void Set(object?[] values)
    {
        var target = Peek() as PickledDictionary ?? throw Damaged("sets an entry of something that is not a dictionary");
        if (values.Length % 2 != 0)
        {
            throw Damaged("has a key without a value");
        }

        target.Entries.AddRange(values.Chunk(2).Select(pair => (pair[0], pair[1])));
    }
}
