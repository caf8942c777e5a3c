using System.Diagnostics;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Dsl.Package.Tests;

/// <summary>A fact of a self-contained program: skipped, by name, where no package feed serves .NET's own files for it.</summary>
internal sealed class FactWhereRuntimePackIsAttribute : FactAttribute
{
    private const string Pack = "Microsoft.NETCore.App.Runtime.linux-x64";

    private static readonly Lazy<bool> IsThere = new(() =>
        Directory.Exists(Path.Combine(StrangerProject.RestoredPackages, Pack.ToLowerInvariant(), Environment.Version.ToString())) || IsRestored());

    public FactWhereRuntimePackIsAttribute()
    {
        if (!IsThere.Value)
        {
            Skip = $"the package {Pack} cannot be restored here";
        }
    }

    private static bool IsRestored()
    {
        var folder = Directory.CreateTempSubdirectory("bigbigan-restore-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet", ["restore", "src/BigBiGan.Cli", "-p:PublishProfile=portable", "--artifacts-path", folder, "-v", "quiet", "-nodeReuse:false"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            process.WaitForExit();
            // any other failure is for the test to show
            return process.ExitCode == 0 || !output.Result.Contains(Pack, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
