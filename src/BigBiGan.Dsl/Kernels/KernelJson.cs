using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBiGan.Dsl.Kernels;

internal static class KernelJson
{
    /// <summary>Of a worker's lines and of the cache of verdicts.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
