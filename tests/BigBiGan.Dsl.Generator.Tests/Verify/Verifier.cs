using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace VerifyXunit;

/// <summary>
/// Approved outputs in Verify's file conventions: <c>Class.Method#Hint.verified.cs</c> for sources and
/// <c>Class.Method.verified.txt</c> for diagnostics. Verify itself can take this file's place without a change to the tests.
/// To accept what a test received: BIGBIGAN_ACCEPT_SNAPSHOTS=1, which does nothing where CI=true.
/// </summary>
public static class Verifier
{
    /// <summary>Compares the driver's generated sources and diagnostics with the approved files beside the test.</summary>
    /// <param name="only">The hint names to approve; all where empty.</param>
    /// <exception cref="SnapshotException">A file differs, is missing, or is approved but no longer written.</exception>
    public static void Verify(
        GeneratorDriver driver, string[]? only = null, [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        var result = driver.GetRunResult();
        var name = $"{Path.GetFileNameWithoutExtension(testFile)}.{method}";
        var received = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in result.Results.SelectMany(r => r.GeneratedSources).Where(s => only is null || only.Contains(s.HintName)))
        {
            var hint = source.HintName.EndsWith(".cs", StringComparison.Ordinal) ? source.HintName[..^3] : source.HintName;
            received[$"{name}#{hint}"] = $"//HintName: {source.HintName}\n{source.SourceText}";
        }

        var diagnostics = result.Diagnostics.Select(d => d.ToString()).ToList();
        Compare(Path.GetDirectoryName(testFile)!, name, received, diagnostics);
    }

    private static void Compare(string folder, string name, SortedDictionary<string, string> sources, List<string> diagnostics)
    {
        var expected = sources.ToDictionary(s => $"{s.Key}.verified.cs", s => s.Value);
        if (diagnostics.Count > 0)
        {
            expected[$"{name}.verified.txt"] = string.Join("\n", diagnostics) + "\n";
        }

        var faults = new List<string>();
        foreach (var (file, text) in expected)
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path) && Normal(File.ReadAllText(path)) == Normal(text))
            {
                File.Delete(path.Replace(".verified.", ".received."));
                continue;
            }

            if (Accepts)
            {
                File.WriteAllText(path, text);
                continue;
            }

            File.WriteAllText(path.Replace(".verified.", ".received."), text);
            faults.Add(File.Exists(path) ? $"{file} differs from {file.Replace(".verified.", ".received.")}" : $"{file} is missing");
        }

        foreach (var stale in Directory.EnumerateFiles(folder, $"{name}*.verified.*").Select(f => Path.GetFileName(f)!)
            .Where(f => (f.StartsWith(name + "#", StringComparison.Ordinal) || f.StartsWith(name + ".verified.", StringComparison.Ordinal)) && !expected.ContainsKey(f)))
        {
            if (Accepts)
            {
                File.Delete(Path.Combine(folder, stale));
            }
            else
            {
                faults.Add($"{stale} is approved but is no longer written");
            }
        }

        if (faults.Count > 0)
        {
            throw new SnapshotException(string.Join("\n", faults));
        }
    }

    private static bool Accepts =>
        Environment.GetEnvironmentVariable("BIGBIGAN_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true";

    private static string Normal(string text) => text.Replace("\r\n", "\n").TrimEnd();
}

public sealed class SnapshotException(string message) : Exception(message);
