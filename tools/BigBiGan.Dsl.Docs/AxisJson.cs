using System.Globalization;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Docs;

/// <summary>The parts of a grid's JSON Schema that several keys refer to: values of axes, and conditions, each typed as the spec's key.</summary>
internal static class AxisJson
{
    /// <summary>A reference to one of the parts.</summary>
    public static string Ref(string name) => $$"""{ "$ref": "#/definitions/{{name}}" }""";

    public static (string Name, string Json) Axes { get; } = ("axes", Mapping(SpecKeys.InheritedPaths.Select(path =>
        (path, $$"""{{Description(path)}}"type": "array", "minItems": 1, "items": {{Value(path)}}"""))));

    public static (string Name, string Json) Union { get; } = ("union",
        $$"""{ "type": "array", "minItems": 1, "items": {{Mapping([("product", Inside("axes")), ("zip", Inside("axes")), ("union", Inside("union"))])}} }""");

    public static (string Name, string Json) Condition { get; } = ("condition", Mapping(Clauses(seeds: false)));

    public static (string Name, string Json) Exclusion { get; } = ("exclusion", Mapping(Clauses(seeds: true)));

    private static IEnumerable<(string Key, string Json)> Clauses(bool seeds)
    {
        yield return (Clause.Variant, Inside(new BasePathType()));
        if (seeds)
        {
            yield return (Clause.Seed, Inside(new IntegerType(0, int.MaxValue)));
        }

        foreach (var key in SpecKeys.All.Where(key => key.Presence != Presence.OwnFile))
        {
            yield return (key.Path, Description(key.Path) + Inside(key.Type));
        }
    }

    private static string Description(string path) =>
        SpecKeys.Find(path) is { } key ? $"\"description\": {JsonText.String(key.Description)}, " : "";

    private static string Inside(string name) => string.Format(CultureInfo.InvariantCulture, "\"$ref\": \"#/definitions/{0}\"", name);

    /// <summary>One value, or a list of such.</summary>
    private static string Inside(SpecType type) => $$"""
        "anyOf": [{{TypeJson.Of(type)}}, { "type": "array", "minItems": 1, "items": {{TypeJson.Of(type)}} }]
        """;

    /// <summary>A value of the key or of the whole group; <c>~</c> removes it.</summary>
    private static string Value(string path)
    {
        var options = new List<string> { """{ "type": "null" }""" };
        if (SpecKeys.Find(path) is { } key)
        {
            options.Add(TypeJson.Of(key.Type));
        }

        if (SpecKeys.Members(path) is { } members)
        {
            var inner = members.Select(name => $"{JsonText.String(name)}: {Value(KeyPath.Child(path, name))}");
            options.Add($$"""{ "type": "object", "additionalProperties": false, "properties": { {{string.Join(", ", inner)}} } }""");
        }

        return $$"""{ "anyOf": [{{string.Join(", ", options)}}] }""";
    }

    private static string Mapping(IEnumerable<(string Key, string Json)> entries)
    {
        var lines = entries.Select(entry => $"\n        {JsonText.String(entry.Key)}: {{ {entry.Json} }}");
        return $$"""{ "type": "object", "additionalProperties": false, "minProperties": 1, "properties": {{{string.Join(",", lines)}} } }""";
    }
}
