using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One file's keys and values against <see cref="SpecKeys"/>; what a file may leave to its base is not asked for.</summary>
internal static class SchemaCheck
{
    public static void Run(MappingNode root, Findings findings)
    {
    }
}
