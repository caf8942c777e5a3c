using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BigBiGan.Dsl.Spec.Yaml;

/// <summary>
/// YamlDotNet's events as nodes and spans. The only file that names YamlDotNet's types: in a compiler process another
/// package may have brought another version of it.
/// </summary>
internal sealed class EventReader(string file, string text, CancellationToken cancellation)
{
    private const int MaximumDepth = 32;
    private const int MaximumLength = 256 * 1024;

    private readonly int _offset = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
    private readonly SourceMapBuilder _notes = new(file, text);
    private readonly Stack<int> _openBrackets = new();
    private Parser _parser = null!;
    private int _lastEnd;

    /// <summary>Where the nodes stand, and what was wrong.</summary>
    public SourceMapBuilder Notes => _notes;

    public MappingNode? Read()
    {
        if (text.Length > MaximumLength)
        {
            _notes.Fault(Rule.TooLarge, 0, 0, $"the spec has {text.Length} characters; expected at most {MaximumLength}");
            return null;
        }

        if (text.IndexOf('\0') is >= 0 and var nul)
        {
            _notes.Fault(Rule.Syntax, nul, nul + 1, "a NUL byte, which no text has; save the spec as UTF-8");
            return null;
        }

        if (text.IndexOf('\uFFFD') is >= 0 and var lost)
        {
            _notes.Fault(Rule.Syntax, lost, lost + 1, "bytes that are no UTF-8; save the spec as UTF-8");
            return null;
        }

        if (TabInIndentation.Find(text) is { } tab)
        {
            _notes.Fault(Rule.Tab, tab, tab + 1, "a tab in the indentation; YAML indents with spaces");
            return null;
        }

        try
        {
            return ReadStream();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (TooDeep)
        {
            return null;
        }
        catch (Exception e)
        {
            // The parser also throws InvalidOperationException and IndexOutOfRangeException, on text that nobody meant as YAML.
            SyntaxFault(e);
            return null;
        }
    }

    private MappingNode? ReadStream()
    {
        _parser = new Parser(new Scanner(new StringReader(text.Substring(_offset)), skipComments: true));
        Next(); // stream start
        Next();
        if (_parser.Current is not DocumentStart start)
        {
            _notes.Fault(Rule.Empty, 0, 0, "the spec is empty; expected keys such as `variant: Name` and `extends: base`");
            return null;
        }

        if (Start(start) < text.Length && text[Start(start)] == '%')
        {
            _notes.Fault(Rule.Unsupported, Start(start), Start(start) + 1, "`%` is a YAML directive, which is not supported in a spec: remove the line");
        }

        Next();
        var root = ReadNode(KeyPath.Root, 0);
        Next(); // document end
        if (_parser.Current is DocumentStart second)
        {
            _notes.Fault(Rule.Unsupported, Start(second), End(second), "a second document begins here; a file holds one spec");
        }

        if (root is MappingNode mapping)
        {
            return mapping;
        }

        if (root is ScalarNode { IsNull: true })
        {
            _notes.Fault(Rule.Empty, 0, 0, "the spec is empty; expected keys such as `variant: Name` and `extends: base`");
        }
        else if (root is not null)
        {
            var span = _notes.Find(KeyPath.Root);
            _notes.Fault(Rule.Syntax, span.Start, span.End, "the spec must be a mapping; expected lines such as `variant: Name`");
        }

        return null;
    }

    /// <summary>Reads the node that begins at the current event and moves past it; null for what a spec does not use.</summary>
    private SpecNode? ReadNode(string path, int depth)
    {
        cancellation.ThrowIfCancellationRequested();
        var current = _parser.Current;
        if (current is AnchorAlias alias)
        {
            _notes.Fault(
                Rule.Unsupported, Start(alias), End(alias),
                "`*` is a YAML alias, which is not supported in a spec: write the value, or `extends` a part");
            Next();
            return null;
        }

        RefuseAnchorAndTag((NodeEvent)current!);
        if (depth > MaximumDepth)
        {
            _notes.Fault(Rule.TooLarge, Start(current!), Start(current!) + 1, $"nested deeper than {MaximumDepth} levels");
            throw new TooDeep();
        }

        var begin = Start(current!);
        SpecNode node = current switch
        {
            MappingStart mapping => ReadMapping(mapping.Style == MappingStyle.Flow, path, depth),
            SequenceStart sequence => ReadSequence(sequence.Style == SequenceStyle.Flow, path, depth),
            _ => ReadScalar((Scalar)current!),
        };
        var span = _notes.Trimmed(begin, _lastEnd);
        _notes.Value(path, span);
        if (node is ScalarNode)
        {
            _notes.Text(span);
        }

        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        _lastEnd = End(scalar);
        Next();
        return new ScalarNode(scalar.Value, scalar.Style != ScalarStyle.Plain, file);
    }

    private SequenceNode ReadSequence(bool flow, string path, int depth)
    {
        var bracket = Open(flow);
        var items = new List<SpecNode>();
        for (var index = 0; _parser.Current is not SequenceEnd; index++)
        {
            if (ReadNode(KeyPath.Item(path, index), depth + 1) is { } item)
            {
                items.Add(item);
            }
        }

        Close(bracket);
        return new SequenceNode(items.ToEquatableArray(), file);
    }

    private MappingNode ReadMapping(bool flow, string path, int depth)
    {
        var bracket = Open(flow);
        var entries = new List<KeyValue>();
        var seen = new Dictionary<string, TextRange>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar key)
            {
                _notes.Fault(
                    Rule.Unsupported, Start(_parser.Current!), Start(_parser.Current!) + 1,
                    "a key is plain text; found a list, a mapping or an alias");
                SkipNode();
                SkipNode();
                continue;
            }

            RefuseAnchorAndTag(key);
            var span = _notes.Trimmed(Start(key), End(key));
            _lastEnd = End(key);
            Next();
            if (!IsNew(key, span, seen))
            {
                SkipNode();
                continue;
            }

            var child = KeyPath.Child(path, key.Value);
            _notes.Key(child, span);
            var value = ReadNode(child, depth + 1);
            if (value is ScalarNode { Text: "", Quoted: false })
            {
                // A value that is not there: its key is underlined instead.
                _notes.Value(child, span);
                _lastEnd = Math.Max(_lastEnd, span.End);
            }

            if (value is not null)
            {
                entries.Add(new KeyValue(key.Value, value));
            }
        }

        Close(bracket);
        return new MappingNode(entries.ToEquatableArray(), file);
    }

    private bool IsNew(Scalar key, TextRange span, Dictionary<string, TextRange> seen)
    {
        if (key is { Value: "<<", Style: ScalarStyle.Plain })
        {
            _notes.Fault(Rule.Unsupported, span.Start, span.End, "`<<` is a YAML merge key, which is not supported in a spec: use `extends`");
            return false;
        }

        if (seen.TryGetValue(key.Value, out var first))
        {
            _notes.Fault(Rule.DuplicateKey, span.Start, span.End, $"`{key.Value}` is given twice; the first is in line {_notes.Line(first)}");
            return false;
        }

        seen.Add(key.Value, span);
        return true;
    }

    /// <summary>Whether the node begins with a bracket: the pair in <c>[a: b]</c> is a flow mapping that has none.</summary>
    private bool Open(bool flow)
    {
        var start = Start(_parser.Current!);
        var bracket = flow && start < text.Length && text[start] is ('[' or '{');
        if (bracket)
        {
            _openBrackets.Push(start);
        }

        Next();
        return bracket;
    }

    private void Close(bool bracket)
    {
        if (bracket)
        {
            _openBrackets.Pop();
            _lastEnd = Start(_parser.Current!) + 1; // the mark of a flow end has no length: it points at the bracket
        }

        Next();
    }

    private void RefuseAnchorAndTag(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            _notes.Fault(
                Rule.Unsupported, Start(node), Start(node) + 1,
                "`&` is a YAML anchor, which is not supported in a spec: write the value, or `extends` a part");
        }

        if (!node.Tag.IsEmpty)
        {
            _notes.Fault(Rule.Unsupported, Start(node), Start(node) + 1, "`!` is a YAML tag, which is not supported in a spec: values are typed by their key");
        }
    }

    private void SkipNode()
    {
        var depth = 0;
        do
        {
            depth += _parser.Current!.NestingIncrease;
            Next();
        }
        while (depth > 0);
    }

    private void Next()
    {
        if (!_parser.MoveNext() && _parser.Current is null)
        {
            throw new InvalidOperationException("the text ends too early");
        }
    }

    private void SyntaxFault(Exception e)
    {
        if (_openBrackets.Count > 0 && !Brackets.IsClosed(text, _openBrackets.Peek()))
        {
            var open = _openBrackets.Peek();
            if (Brackets.Surplus(text, open) is { } surplus)
            {
                _notes.Fault(Rule.Syntax, surplus, surplus + 1, $"`{text[surplus]}` closes nothing; remove it");
                return;
            }

            _notes.Fault(Rule.Syntax, open, open + 1, $"`{text[open]}` is never closed; expected `{Brackets.Closing(text[open])}`");
            return;
        }

        // The parser reports some faults at the very start; the end of what it understood is nearer to them.
        var at = e is YamlException { Start.Index: > 0 } yaml ? _offset + (int)yaml.Start.Index : _lastEnd;
        var reason = e is YamlException ? e.Message.TrimEnd('.') : "the text ends or breaks off here";
        var line = text.Substring(0, Math.Min(at + 1, text.Length)).Split('\n').Last();
        var mend = line.Contains("${") || line.Contains("{{") ? "; a spec has no variables: write the value, or let a grid vary it" : "";
        _notes.Fault(Rule.Syntax, at, at + 1, $"not valid YAML: {reason}{mend}");
    }

    private int Start(ParsingEvent current) => _offset + (int)current.Start.Index;

    private int End(ParsingEvent current) => _offset + (int)current.End.Index;

    /// <summary>Ends the reading: the parser's time grows with the square of the depth.</summary>
    private sealed class TooDeep : Exception;
}
