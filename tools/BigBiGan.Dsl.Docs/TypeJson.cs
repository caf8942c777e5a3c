using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.GridSchema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Docs;

/// <summary>What a value may be, as a JSON Schema. A new type is a row here.</summary>
internal static class TypeJson
{
    /// <exception cref="InvalidOperationException">The type has no row.</exception>
    public static string Of(SpecType type) => type switch
    {
        IntegerType number => Number(
            $"\"type\": \"integer\", \"minimum\": {number.Least}, \"maximum\": {number.Most}{(number.Even ? ", \"multipleOf\": 2" : "")}"),
        RealType number => Number(
            $"\"type\": \"number\", \"{(number.LeastIncluded ? "minimum" : "exclusiveMinimum")}\": {NumberText.Write(number.Least)}, "
                + $"\"exclusiveMaximum\": {NumberText.Write(number.Most)}"),
        UnitType number => Pattern($"^[0-9]*\\\\.?[0-9]+ ?{number.Unit}$"),
        IntervalType interval =>
            """{ "type": "array", "minItems": 2, "maxItems": 2, "items": """
            + Number($"\"type\": \"number\", \"exclusiveMinimum\": 0, \"maximum\": {NumberText.Write(interval.Most)}")
            + " }",
        IChoiceType choice => JsonText.Enum(choice.Words),
        TextType or TemplateType => """{ "type": "string" }""",
        IdentifierType => Pattern("^[A-Z][A-Za-z0-9]*$"),
        BasePathType => Pattern("^[^/\\\\\\\\:][^\\\\\\\\:]*$"),
        LayerNameType => Pattern("^[a-z][a-z0-9-]*$"),
        ClassNameType => Pattern("^[A-Za-z_][A-Za-z0-9_]*(\\\\.[A-Za-z_][A-Za-z0-9_]*)*$"),
        DataNameType => Pattern("^[a-z0-9][a-z0-9-]*$"),
        ManifestType => Pattern("^[0-9a-fA-F]{64}$"),
        Spec.Schema.KeyPathType => JsonText.Enum(Spec.Schema.SpecKeys.InheritedPaths),
        QueueWordType => Pattern("^[A-Za-z0-9._,+@:/][A-Za-z0-9._,+@:/-]*$"),
        SbatchOptionType => Pattern("^--[^ \\t]+$"),
        DurationType => Pattern(DurationType.Pattern),
        FormulaType => """{ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[CSn0-9+*/() -]+$" }] }""",
        DepthType depth => $$"""{ "anyOf": [{ "enum": [50, 101] }, {{List(depth)}}] }""",
        ScoresType => $$"""{ "type": "array", "minItems": 1, "uniqueItems": true, "items": {{JsonText.Enum(ScoresType.Names)}} }""",
        BlocksType blocks => Blocks(blocks),
        AverageType =>
            $$"""{ "anyOf": [{{Of(AverageType.Decay)}}, { "type": "object","""
            + $$""" "properties": { "{{AverageType.DecayKey}}": {{Of(AverageType.Decay)}}, "{{AverageType.StartKey}}": {{Of(AverageType.Start)}} },"""
            + $$""" "required": ["{{AverageType.DecayKey}}"], "additionalProperties": false }] }""",
        AxisMapType => AxisJson.Ref("axes"),
        UnionType => AxisJson.Ref("union"),
        ConditionType condition => AxisJson.Ref(condition.Seeds ? "exclusion" : "condition"),
        OnlyWhenType => $$"""{ "type": "object", "minProperties": 1, "additionalProperties": {{Of(OnlyWhenType.Cells)}} }""",
        IListType list => List(list),
        _ => throw new InvalidOperationException($"{type.GetType().Name} has no JSON Schema; add it to {nameof(TypeJson)}"),
    };

    /// <summary>What <see cref="Of"/> refers to.</summary>
    public static IEnumerable<(string Name, string Json)> Definitions(SpecType type) => type switch
    {
        AxisMapType => [AxisJson.Axes],
        UnionType => [AxisJson.Axes, AxisJson.Union],
        ConditionType condition => [condition.Seeds ? AxisJson.Exclusion : AxisJson.Condition],
        OnlyWhenType => Definitions(OnlyWhenType.Cells),
        IListType list => Definitions(list.Item),
        _ => [],
    };

    private static string List(IListType list) =>
        $$"""{ "type": "array", "minItems": 1, {{(list.Most is { } most ? $"\"maxItems\": {most}, " : "")}}"""
            + $$"""{{(list.IsDistinct ? "\"uniqueItems\": true, " : "")}}"items": {{Of(list.Item)}} }""";

    /// <summary>A JSON number, or a text: <c>500k</c> and <c>2^11</c> are no numbers to YAML, nor is what stands in quotes.</summary>
    private static string Number(string number) =>
        $$"""{ "anyOf": [{ {{number}} }, { "type": "string", "pattern": "^([0-9]+\\^[0-9]+|[0-9]*\\.?[0-9]+([kMG]|[eE][+-]?[0-9]+)?)$" }] }""";

    private static string Pattern(string pattern) => $$"""{ "type": "string", "pattern": "{{pattern}}" }""";

    private static string Blocks(BlocksType blocks)
    {
        var words = JsonText.Enum(blocks.Kinds.Where(kind => kind.Form == BlockForm.Word).Select(kind => kind.Word));
        var block = $$"""{ "anyOf": [{{string.Join(", ", blocks.Kinds.Where(kind => kind.Form != BlockForm.Word).Select(Block).Prepend(words))}}] }""";
        return $$"""{ "anyOf": [{{JsonText.Enum(Preset.All.Select(preset => preset.Name))}}, { "type": "array", "minItems": 1, "items": {{block}} }] }""";
    }

    private static string Block(BlockKind kind)
    {
        var (value, more) = kind.Form == BlockForm.Multiplier
            ? (Of(BlocksType.Multiplier), "")
            : (Of(BlocksType.LayerName), $", \"{BlocksType.Argument}\": {Of(BlocksType.LayerArgument)}");
        return $$"""{ "type": "object", "properties": { "{{kind.Word}}": {{value}}{{more}} }, "required": ["{{kind.Word}}"], "additionalProperties": false }""";
    }
}
