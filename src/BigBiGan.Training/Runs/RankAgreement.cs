using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas.Mpi;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>
/// What all ranks of a run are to have alike before the first step: each says it, and each compares. Ranks that train different things would average
/// nonsense, or wait for each other for ever.
/// </summary>
internal static class RankAgreement
{
    /// <exception cref="RunException">A rank has something else than rank 0; all ranks say so alike.</exception>
    public static void Require(MpiReplicas ranks, RunRequest request, RunIdentity identity)
    {
        var all = ranks.Exchange(JsonSerializer.Serialize(Of(request, identity), JsonFormat.Line))
            .Select(text => JsonFormat.Read<Dictionary<string, string>>(text)).ToList();
        for (var rank = 1; rank < all.Count; rank++)
        {
            string[] differences = [.. all[0].Where(entry => all[rank].GetValueOrDefault(entry.Key) != entry.Value)
                .Select(entry => $"{entry.Key} {all[rank].GetValueOrDefault(entry.Key)} and not {entry.Value}")];
            if (differences.Length > 0)
            {
                throw new RunException(
                    $"rank {rank} on {ranks.Host(rank)} has the {string.Join(", the ", differences)} as rank 0 on {ranks.Host(0)}; "
                    + "start all ranks by one command, from the same program and on the same images");
            }
        }
    }

    /// <summary>By name, in words that fit into a line.</summary>
    private static Dictionary<string, string> Of(RunRequest request, RunIdentity identity) => new()
    {
        ["program"] = $"{identity.Version} (build {Build()})",
        ["libtorch"] = TorchRuntime.UsedVersion,
        ["variant"] = identity.Variant,
        ["spec"] = Short(identity.SpecHash),
        ["images"] = $"{identity.Data} ({Short(identity.DataIdentity)})",
        ["labels"] = Short(identity.LabelsIdentity ?? "none"),
        ["seed"] = identity.Seed.ToString(CultureInfo.InvariantCulture),
        ["batch"] = identity.Batch.ToString(CultureInfo.InvariantCulture),
        ["precision"] = request.Variant.Facts.Training.Precision.ToString(),
        ["number of threads"] = identity.Threads.ToString(CultureInfo.InvariantCulture),
        ["device"] = request.Device.type.ToString(),
    };

    /// <summary>A hash over what the compiler gave each of this program's own files; the same for the same files.</summary>
    private static string Build()
    {
        var program = Assembly.GetEntryAssembly()!;
        var files = program.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("BigBiGan.", StringComparison.Ordinal)).Select(Assembly.Load);
        var ids = files.Append(program).OrderBy(file => file.GetName().Name, StringComparer.Ordinal).Select(file => file.ManifestModule.ModuleVersionId);
        return Short(TextHash.Of(string.Join(' ', ids)));
    }

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];
}
