using System.Text.Json.Serialization;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Weights.Transfer;

namespace BigBiGan.Training.Runs;

/// <summary>What a run was started with: <c>run.json</c>.</summary>
/// <param name="Variant">The spec's path below the models folder.</param>
/// <param name="SpecHash">SHA-256 of the resolved spec.</param>
/// <param name="Spec">The resolved spec as YAML.</param>
/// <param name="Threads">Of one tensor operation: results depend on it in the last digits.</param>
/// <param name="Data">The images' name in protocols.</param>
/// <param name="DataSource">The images as they were asked for: a name or a folder.</param>
/// <param name="DataIdentity">The data manifest's hash.</param>
/// <param name="Version">Of this program.</param>
/// <param name="Steps">The goal as it was last asked for; null for the spec's.</param>
/// <param name="Minutes">The goal as it was last asked for; null for none.</param>
/// <param name="LabelsFile">The labels as they were asked for; null where the variant takes none from a file.</param>
/// <param name="LabelsIdentity">The hash of the labels; null where the variant has none.</param>
/// <param name="Kernels">The kernels that this machine's libtorch calculates wrong, and how they are calculated instead; null where it had none.</param>
/// <param name="Imported">The files whose weights the run started with; null where the seed made all.</param>
/// <param name="HasCheckpoints">Whether a checkpoint was ever stored: a run that has none of them any more does not begin again.</param>
/// <param name="Broken">What becomes of pictures that cannot be decoded, where somebody asked for it.</param>
/// <param name="Skipped">Pictures that were left out as they cannot be decoded, each with the reason; null where there are none.</param>
/// <param name="TestLabels">The file with the classes of test pictures that lie in no folders of classes; null where there is none.</param>
/// <param name="Replicas">Those that share each batch; null for one. Results depend on it in the last digits.</param>
/// <param name="Schedule">What happens beside the steps, as it was last asked for; null where nobody asked for anything.</param>
/// <param name="Best">The checkpoint that was found the best along the way; null where none was measured.</param>
/// <param name="Outcome">How the last sitting ended; null while one trains, or where it was interrupted.</param>
/// <param name="Carrier">What the replicas are, which changes no result; null for one.</param>
/// <param name="Convolutions">The forms of convolutions, by name; null for the usual ones. Results depend on them in the last digits.</param>
/// <param name="DataIdentityOf">What that hash is taken of: <c>pixels</c>, or <c>files</c>, by their names, lengths and labels.</param>
public sealed record RunIdentity(
    string Variant,
    string SpecHash,
    string Spec,
    ulong Seed,
    int Batch,
    int Threads,
    string Data,
    string DataSource,
    string DataIdentity,
    string Version,
    string Device,
    DateTimeOffset Started,
    long? Steps = null,
    double? Minutes = null,
    string? LabelsFile = null,
    string? LabelsIdentity = null,
    IReadOnlyList<ImportedNetworks>? Imported = null,
    IReadOnlyList<string>? Kernels = null,
    bool HasCheckpoints = false,
    string DataIdentityOf = "pixels",
    BrokenPictures? Broken = null,
    IReadOnlyList<string>? Skipped = null,
    string? TestLabels = null,
    int? Replicas = null,
    RunSchedule? Schedule = null,
    BestCheckpoint? Best = null,
    RunOutcome? Outcome = null,
    ReplicaCarrier? Carrier = null,
    string? Convolutions = null)
{
    /// <summary>The forms of the run's convolutions.</summary>
    [JsonIgnore]
    public ConvolutionForms Forms => Convolutions is null ? ConvolutionForms.Usual
        : ConvolutionForms.Named(Convolutions) ?? throw new RunException(
            $"the run's convolutions have the form {Convolutions}, which this program does not know; expected {string.Join(", ", ConvolutionForms.All)}");

    /// <summary>What forbids that a run with this identity goes on as <paramref name="other"/>: one clause each.</summary>
    public IEnumerable<string> Conflicts(RunIdentity other)
    {
        if (SpecHash != other.SpecHash)
        {
            yield return Variant == other.Variant
                ? $"the spec {Variant} has changed since (hash {Short(SpecHash)}, now {Short(other.SpecHash)})"
                : $"the variant is {Variant}, asked for is {other.Variant}";
        }

        if (Seed != other.Seed)
        {
            yield return $"the seed is {Seed}, asked for is {other.Seed}";
        }

        if (Batch != other.Batch)
        {
            yield return $"the batch is {Batch}, asked for is {other.Batch}";
        }

        if (DataIdentity != other.DataIdentity)
        {
            yield return $"the images are {Data} ({Short(DataIdentity)}), found are {other.Data} ({Short(other.DataIdentity)})";
        }

        if (LabelsIdentity != other.LabelsIdentity)
        {
            yield return $"the labels are {Short(LabelsIdentity ?? "none")}, found are {Short(other.LabelsIdentity ?? "none")}";
        }
    }

    /// <summary>What lets the run go on with results that are not bit for bit those of an uninterrupted one: one clause each.</summary>
    public IEnumerable<string> Deviations(RunIdentity other)
    {
        if (Threads != other.Threads)
        {
            yield return $"threads {Threads}, now {other.Threads}";
        }

        if ((Replicas ?? 1) != (other.Replicas ?? 1))
        {
            yield return $"replicas {Replicas ?? 1}, now {other.Replicas ?? 1}";
        }

        if (Convolutions != other.Convolutions)
        {
            yield return $"convolutions {Forms}, now {other.Forms}";
        }

        if (Device != other.Device)
        {
            yield return $"device {Device}, now {other.Device}";
        }

        if (Version != other.Version)
        {
            yield return $"version {Version}, now {other.Version}";
        }
    }

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];
}
