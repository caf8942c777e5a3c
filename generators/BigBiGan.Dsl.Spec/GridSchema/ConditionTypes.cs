using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>A mapping of variant, seed and keys of the variants to a value or a list of values: what <c>exclude</c> and <c>only-when</c> are made of.</summary>
internal sealed class ConditionType(bool seeds) : SpecType<Condition>
{
    public bool Seeds => seeds;

    private static readonly BasePathType VariantPath = new();
    private static readonly IntegerType SeedNumber = new(0, int.MaxValue);

    public override string Description =>
        $"a mapping of `variant`{(seeds ? ", `seed`" : "")} or keys of the variants to a value or a list of values, such as `{{ variant: ../small/no-e }}`";

    private IEnumerable<string> Keys =>
        new[] { Clause.Variant }
            .Concat(seeds ? [Clause.Seed] : Enumerable.Empty<string>())
            .Concat(SpecKeys.All.Where(key => key.Presence != Presence.OwnFile).Select(key => key.Path));

    internal override bool TryRead(SpecNode node, string path, Findings findings, out Condition value)
    {
        value = new Condition(EquatableArray<Clause>.Empty, path);
        if (node is not MappingNode { Entries.Count: > 0 } mapping)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var before = findings.Count;
        var clauses = new List<Clause>();
        foreach (var entry in mapping.Entries)
        {
            var place = KeyPath.Child(path, entry.Key);
            if (ShapeOf(entry.Key) is { } shape)
            {
                clauses.Add(new Clause(entry.Key, Values(entry.Key, entry.Value, shape, place, findings)));
            }
            else
            {
                findings.AtKey(Rule.AxisKey, place, $"`{entry.Key}` is nothing that a condition can ask for{Spelling.DidYouMean(entry.Key, Keys)}");
            }
        }

        value = new Condition(clauses.ToEquatableArray(), path);
        return findings.Count == before;
    }

    internal override string Write(Condition value)
    {
        var clauses = value.Clauses.Select(clause =>
            $"{clause.Key}: {(clause.Values.Count == 1 ? clause.Values[0] : $"[{string.Join(", ", clause.Values)}]")}");
        return $"{{ {string.Join(", ", clauses)} }}";
    }

    private SpecType? ShapeOf(string key) => key switch
    {
        Clause.Variant => VariantPath,
        Clause.Seed => seeds ? SeedNumber : null,
        _ => SpecKeys.Find(key) is { Presence: not Presence.OwnFile } known ? known.Type : null,
    };

    /// <summary>One value where the node is one (of some keys a list is one), else a list of them.</summary>
    private static EquatableArray<string> Values(string key, SpecNode node, SpecType shape, string place, Findings findings)
    {
        if (shape.Canonical(node) is { } one)
        {
            return EquatableArray.Of(one);
        }

        if (node is SequenceNode { Items.Count: > 0 } list)
        {
            var values = new List<string>();
            for (var i = 0; i < list.Items.Count; i++)
            {
                if (shape.Canonical(list.Items[i]) is { } value)
                {
                    values.Add(value);
                }
                else
                {
                    findings.AtValue(Rule.WrongType, KeyPath.Item(place, i), $"`{key}` is {NodeText.Of(list.Items[i])}; expected {shape.Description}");
                }
            }

            return values.ToEquatableArray();
        }

        findings.AtValue(Rule.WrongType, place, $"`{key}` is {NodeText.Of(node)}; expected {shape.Description}, or a list of such");
        return EquatableArray<string>.Empty;
    }
}

internal sealed class ExcludeType() : ListType<Condition>(new ConditionType(seeds: true))
{
    public override string Description =>
        "a list of mappings of `variant`, `seed` or keys of the variants to a value or a list of values, such as `[{ variant: ../small/no-e, seed: 2 }]`";
}

internal sealed class OnlyWhenType : SpecType<EquatableArray<OnlyWhen>>
{
    internal static readonly ConditionType Cells = new(seeds: false);

    public override string Description => "a mapping of axes to mappings of `variant` or keys of the variants to a value or a list of values";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<OnlyWhen> value)
    {
        value = EquatableArray<OnlyWhen>.Empty;
        if (node is not MappingNode { Entries.Count: > 0 } mapping)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var before = findings.Count;
        var conditions = new List<OnlyWhen>();
        foreach (var entry in mapping.Entries)
        {
            if (Cells.TryRead(entry.Value, KeyPath.Child(path, entry.Key), findings, out var condition))
            {
                conditions.Add(new OnlyWhen(entry.Key, condition));
            }
        }

        value = conditions.ToEquatableArray();
        return findings.Count == before;
    }

    internal override string Write(EquatableArray<OnlyWhen> value) =>
        $"{{ {string.Join(", ", value.Select(one => $"{one.Axis}: {Cells.Write(one.Condition)}"))} }}";
}
