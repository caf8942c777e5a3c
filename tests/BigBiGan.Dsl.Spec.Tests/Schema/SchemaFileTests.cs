using System.Runtime.CompilerServices;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>The schema beside the specs, from which editors complete and explain keys.</summary>
public sealed class SchemaFileTests
{
    [Fact]
    public void The_schema_beside_the_models_is_the_table_of_keys()
    {
        if (Environment.GetEnvironmentVariable("BIGBIGAN_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true")
        {
            File.WriteAllText(SourceFile(), JsonSchema.Write(SpecKeys.Table));
            return;
        }

        Assert.Equal(JsonSchema.Write(SpecKeys.Table), Resource.Text("spec.schema.json"));
    }

    private static string SourceFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "models", "spec.schema.json");
}
