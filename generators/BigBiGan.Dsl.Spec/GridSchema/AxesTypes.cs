using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>Keys of the variants, each with the list of its values.</summary>
/// <param name="sideBySide">Whether the lists are of one length.</param>
internal sealed class AxisMapType(bool sideBySide) : SpecType<EquatableArray<Axis>>
{
    public override string Description =>
        $"a mapping of key paths to lists of values{(sideBySide ? " of one length" : "")}, such as `{{ training.batch: [16, 32] }}`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<Axis> value)
    {
        value = EquatableArray<Axis>.Empty;
        if (node is not MappingNode { Entries.Count: > 0 } mapping)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var before = findings.Count;
        var axes = new List<Axis>();
        foreach (var entry in mapping.Entries)
        {
            var place = KeyPath.Child(path, entry.Key);
            if (!SpecKeys.IsInherited(entry.Key))
            {
                findings.AtKey(
                    Rule.AxisKey, place,
                    $"`{entry.Key}` is not a key of a spec that can vary{Spelling.DidYouMean(entry.Key, SpecKeys.InheritedPaths)}");
            }
            else if (entry.Value is not SequenceNode { Items.Count: > 0 } values)
            {
                findings.AtValue(
                    Rule.WrongType, place,
                    $"the axis `{entry.Key}` is {NodeText.Of(entry.Value)}; expected a list of values, such as `[{Example(entry.Key)}]`");
            }
            else
            {
                for (var i = 0; i < values.Items.Count; i++)
                {
                    CheckValue(values.Items[i], entry.Key, KeyPath.Item(place, i), findings);
                }

                axes.Add(new Axis(entry.Key, values.Items, place));
            }
        }

        if (sideBySide && axes.FirstOrDefault(axis => axis.Values.Count != axes[0].Values.Count) is { } other)
        {
            findings.AtValue(
                Rule.ZipLength,
                other.Place,
                $"`{other.Path}` has {Count(other)} beside {Count(axes[0])} of `{axes[0].Path}`; expected one for each: a zip takes them side by side");
        }

        value = axes.ToEquatableArray();
        return findings.Count == before;
    }

    internal override string Write(EquatableArray<Axis> value) =>
        $"{{ {string.Join(", ", value.Select(axis => $"{axis.Path}: [{string.Join(", ", axis.Values.Select(one => AxisText.Of(axis.Path, one)))}]"))} }}";

    private static string Count(Axis axis) => axis.Values.Count == 1 ? "1 value" : $"{NumberText.Write(axis.Values.Count)} values";

    private static string Example(string path) => SpecKeys.Find(path)?.Example ?? "{ … }";

    /// <summary>The spec's own check, its places moved into the grid's file.</summary>
    private static void CheckValue(SpecNode node, string key, string place, Findings findings)
    {
        var found = new Findings(findings.File);
        SchemaCheck.CheckAt(node, key, found);
        foreach (var problem in found.ToArray())
        {
            findings.At(problem.Rule, problem.Place with { Path = place + problem.Place.Path.Substring(key.Length) }, problem.Message);
        }
    }
}

/// <summary>Alternatives: first the points of one, then of the next.</summary>
internal sealed class UnionType() : ListType<Axes>(AlternativeType.Instance)
{
    public override string Description => "a list of mappings with `product`, `zip` or `union`";
}

/// <summary>One alternative: a product, a zip, a union, or what all of them give together.</summary>
internal sealed class AlternativeType : SpecType<Axes>
{
    public static readonly AlternativeType Instance = new();

    private static readonly AxisMapType Product = new(sideBySide: false);
    private static readonly AxisMapType Zip = new(sideBySide: true);
    private static readonly UnionType Union = new(); // after the instance, which it reads

    private static readonly string[] Words = ["product", "zip", "union"];

    public override string Description => "a mapping with `product`, `zip` or `union`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out Axes value)
    {
        value = Axes.None;
        if (node is not MappingNode { Entries.Count: > 0 } mapping)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var before = findings.Count;
        foreach (var entry in mapping.Entries)
        {
            var place = KeyPath.Child(path, entry.Key);
            switch (entry.Key)
            {
                case "product" when Product.TryRead(entry.Value, place, findings, out var product):
                    value = value with { Product = product };
                    break;
                case "zip" when Zip.TryRead(entry.Value, place, findings, out var zip):
                    value = value with { Zip = zip };
                    break;
                case "union" when Union.TryRead(entry.Value, place, findings, out var union):
                    value = value with { Union = union };
                    break;
                case var word when !Words.Contains(word):
                    findings.AtKey(
                        Rule.UnknownKey, place,
                        $"`{word}` is not a key of an alternative of `union`; expected `product`, `zip` or `union`{Spelling.DidYouMean(word, Words)}");
                    break;
            }
        }

        return findings.Count == before;
    }

    internal override string Write(Axes value)
    {
        var parts = new List<string>();
        if (value.Product.Count > 0)
        {
            parts.Add($"product: {Product.Write(value.Product)}");
        }

        if (value.Zip.Count > 0)
        {
            parts.Add($"zip: {Zip.Write(value.Zip)}");
        }

        if (value.Union.Count > 0)
        {
            parts.Add($"union: {Union.Write(value.Union)}");
        }

        return $"{{ {string.Join(", ", parts)} }}";
    }
}
