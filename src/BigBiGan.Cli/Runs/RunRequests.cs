using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Sessions;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Runs;

/// <summary>What every request of this program has: a variant that was compiled into it, and its version.</summary>
internal static class RunRequests
{
    /// <param name="source">The images as they were asked for.</param>
    /// <param name="data">The images themselves.</param>
    /// <param name="folder">New or empty, or that of a run to go on with; null for the next free one.</param>
    public static RunRequest Of(PlannedVariant planned, string source, DataSource data, string? folder, Device device) => new()
    {
        Variant = CompiledSpecs.Entry(planned),
        Spec = CanonicalYaml.Write(planned.Variant),
        Data = data,
        DataSource = RunImages.Lasting(source),
        Folder = folder,
        Device = device,
        Version = ProgramVersion.Text,
    };

    /// <summary>The threads of a new run of a variant, where nobody names a number.</summary>
    public static int? Threads(PlannedVariant planned) => RunRequest.DefaultThreads(planned.Plan.MultiplyAdds);
}
