using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>One line for people.</summary>
internal sealed class TextType : SpecType<string>
{
    public override string Description => "one line of text";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out string value)
    {
        value = node is ScalarNode scalar ? scalar.Text.Trim() : "";
        return node is ScalarNode && value.IndexOfAny(['\r', '\n']) < 0 || Refuse(Rule.WrongType, node, path, findings);
    }

    internal override string Write(string value)
    {
        var escaped = value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\t", "\\t");
        return $"\"{escaped}\"";
    }
}

/// <summary>A word that stands as it is written.</summary>
internal abstract class NameType : SpecType<string>
{
    internal sealed override bool TryRead(SpecNode node, string path, Findings findings, out string value)
    {
        value = node is ScalarNode scalar ? scalar.Text : "";
        return IsOne(value) || Refuse(Rule.WrongType, node, path, findings, Meant(value) is { } meant ? $"; did you mean `{meant}`?" : Longer(value));
    }

    internal sealed override string Write(string value) => value;

    /// <summary>The most letters.</summary>
    private protected virtual int Longest => 80;

    /// <summary>What a refused text was to be; null where nobody can tell.</summary>
    private protected virtual string? Meant(string text) => null;

    private string Longer(string text) => text.Length > Longest && IsOne(text.Substring(0, Longest))
        ? $"; it has {NumberText.Write(text.Length)} letters, and at most {NumberText.Write(Longest)} are allowed"
        : "";

    private protected abstract bool IsOne(string text);
}

/// <summary>The name of the class that a spec declares.</summary>
internal sealed class IdentifierType : NameType
{
    public override string Description => "a class name such as `HighResE`: a capital, then letters and digits";

    /// <summary>ASCII only: the name is also a file's, a folder's and a column's.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= 80
        && text[0] is >= 'A' and <= 'Z'
        && text.All(letter => letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    private protected override bool IsOne(string text) => IsIdentifier(text);

    /// <summary><c>no-e</c> -> <c>NoE</c>.</summary>
    private protected override string? Meant(string text)
    {
        var name = Identifiers.Pascal(text.Split('-', '_', ' ', '.'));
        return IsIdentifier(name) ? name : null;
    }
}

/// <summary>The spec that a spec extends, seen from its own folder and without ending.</summary>
internal sealed class BasePathType : NameType
{
    private static readonly string[] Endings = [".yaml", ".yml"];

    public override string Description => "another spec's path from this folder, without ending, such as `base` or `../small/fashion`";

    private protected override bool IsOne(string text) =>
        text.Length > 0
        && text[0] != '/'
        && text[text.Length - 1] != '/'
        && text.IndexOfAny(['\\', ':']) < 0
        && !text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        && !text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private protected override int Longest => int.MaxValue;

    /// <summary><c>base.yaml</c> -> <c>base</c>, <c>..\small\a</c> -> <c>../small/a</c>.</summary>
    private protected override string? Meant(string text)
    {
        var path = text.Replace('\\', '/').TrimEnd('/');
        foreach (var ending in Endings.Where(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            path = path.Substring(0, path.Length - ending.Length);
        }

        return IsOne(path) ? path : null;
    }
}
