using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Runs;

namespace BigBiGan.Cli.Runs;

/// <summary>Names of files in a run's folder that depend on the images: those of other images than the run's do not replace the run's own.</summary>
internal static class MeasuredData
{
    /// <summary><c>metrics.json</c> for the run's own images, <c>metrics-NAME-1f2e3d4c.json</c> for others: two folders may have one name.</summary>
    public static string File(RunFolder run, DataSource data, string name, string ending) =>
        Path.Combine(run.Path, data.Identity == run.Identity.DataIdentity ? name + ending : $"{name}-{Plain(data.Name)}-{data.Identity[..8]}{ending}");

    private static string Plain(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
