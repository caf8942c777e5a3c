using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>The schema beside the specs, from which editors complete and explain keys.</summary>
public sealed class SchemaFileTests
{
    [Fact]
    public void The_schema_beside_the_models_is_the_table_of_keys() => WrittenFile.Compare(JsonSchema.Write(SpecKeys.Table), "models", "spec.schema.json");

    [Fact]
    public void Calibrations_have_a_schema_too() => WrittenFile.Compare(JsonSchema.Write(CalibrationKeys.Table), "models", "calibration.schema.json");

    [Fact]
    public void Layers_have_a_schema_too() => WrittenFile.Compare(JsonSchema.Write(LayerKeys.Table), "models", "layer.schema.json");

    [Fact]
    public void The_table_of_docs_custom_layers_is_the_table_of_keys() => WrittenFile.CompareTable(KeyTable.Write(LayerKeys.Table), "docs", "custom-layers.md");
}
