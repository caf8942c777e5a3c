using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>A mapping of variant, seed and keys of the variants to a value or a list of values: what <c>exclude</c> and <c>only-when</c> are made of.</summary>
internal sealed class ConditionShape(bool seeds) : ValueShape<Condition>
{
    private static readonly BasePathShape VariantPath = new();
    private static readonly IntegerShape SeedNumber = new(0, int.MaxValue);

    public override string Description => $"a mapping of `variant`{(seeds ? ", `seed`" : "")} or keys of the variants to a value or a list of values, such as `{{ variant: ../small/no-e }}`";

    internal override string Json => AxisJson.Ref(seeds ? "exclusion" : "condition");

    internal override IEnumerable<(string Name, string Json)> JsonDefinitions => [seeds ? AxisJson.Exclusion : AxisJson.Condition];

    private IEnumerable<string> Keys =>
        new[] { Clause.Variant }.Concat(seeds ? [Clause.Seed] : Enumerable.Empty<string>()).Concat(SpecKeys.All.Where(key => key.Presence != Presence.OwnFile).Select(key => key.Path));

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
                findings.AtKey(Rule.AxisKey, place, $"`{entry.Key}` is nothing that a condition can ask for{Words.DidYouMean(entry.Key, Keys)}");
            }
        }

        value = new Condition(clauses.ToEquatableArray(), path);
        return findings.Count == before;
    }

    internal override string Write(Condition value) =>
        $"{{ {string.Join(", ", value.Clauses.Select(clause => $"{clause.Key}: {(clause.Values.Count == 1 ? clause.Values[0] : $"[{string.Join(", ", clause.Values)}]")}"))} }}";

    private ValueShape? ShapeOf(string key) => key switch
    {
        Clause.Variant => VariantPath,
        Clause.Seed => seeds ? SeedNumber : null,
        _ => SpecKeys.Find(key) is { Presence: not Presence.OwnFile } known ? known.Shape : null,
    };

    /// <summary>One value where the node is one (of some keys a list is one), else a list of them.</summary>
    private static EquatableArray<string> Values(string key, SpecNode node, ValueShape shape, string place, Findings findings)
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

internal sealed class ExcludeShape : ValueShape<EquatableArray<Condition>>
{
    private static readonly ConditionShape Cells = new(seeds: true);

    public override string Description => "a list of mappings of `variant`, `seed` or keys of the variants to a value or a list of values, such as `[{ variant: ../small/no-e, seed: 2 }]`";

    internal override string Json => $$"""{ "type": "array", "minItems": 1, "items": {{Cells.Json}} }""";

    internal override IEnumerable<(string Name, string Json)> JsonDefinitions => Cells.JsonDefinitions;

    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<Condition> value)
    {
        value = EquatableArray<Condition>.Empty;
        if (node is not SequenceNode { Items.Count: > 0 } list)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        var before = findings.Count;
        value = list.Items.Select((item, i) => Cells.TryRead(item, KeyPath.Item(path, i), findings, out var condition) ? condition : null).OfType<Condition>().ToEquatableArray();
        return findings.Count == before;
    }

    internal override string Write(EquatableArray<Condition> value) => $"[{string.Join(", ", value.Select(Cells.Write))}]";
}

internal sealed class OnlyWhenShape : ValueShape<EquatableArray<OnlyWhen>>
{
    private static readonly ConditionShape Cells = new(seeds: false);

    public override string Description => "a mapping of axes to mappings of `variant` or keys of the variants to a value or a list of values";

    internal override string Json => $$"""{ "type": "object", "minProperties": 1, "additionalProperties": {{Cells.Json}} }""";

    internal override IEnumerable<(string Name, string Json)> JsonDefinitions => Cells.JsonDefinitions;

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
