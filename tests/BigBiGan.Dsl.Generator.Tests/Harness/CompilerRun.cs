using System.Diagnostics;
using System.Text.Json;

namespace BigBiGan.Dsl.Generator.Tests.Harness;

/// <summary>The real C# compiler of the SDK on specs, as MSBuild would start it: for what only its command line can show.</summary>
internal sealed class CompilerRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bigbigan-csc-");

    /// <param name="config">Lines of a .globalconfig.</param>
    /// <param name="arguments">More arguments, such as <c>/nowarn:BBG0503</c>.</param>
    /// <param name="specs">Below <c>models/</c>.</param>
    public CompilerRun(string config, string arguments, params (string Path, string Text)[] specs)
    {
        var options = $"is_global = true\nbuild_property.RootNamespace = Lab\n{config}\n";
        var response = new List<string>
        {
            "/target:library", "/nologo", "/langversion:latest", "/nullable:enable", "/nowarn:CS1701,CS1702", $"/out:{In("lab.dll")}", $"/errorlog:{In("log.sarif")},version=2.1",
            $"/analyzerconfig:{Write("lab.globalconfig", "")}", Write("empty.cs", ""),
        };
        var generator = Path.GetDirectoryName(typeof(VariantGenerator).Assembly.Location)!;
        response.AddRange(new[] { "BigBiGan.Dsl.Generator", "BigBiGan.Dsl.Spec", "YamlDotNet" }.Select(name => $"/analyzer:{Path.Combine(generator, name + ".dll")}"));
        response.AddRange(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("BigBiGan.Dsl.Generator", StringComparison.Ordinal)).Select(path => $"/reference:{path}"));
        foreach (var (path, text) in specs)
        {
            var disk = Write(Path.Combine("models", path), text);
            response.Add($"/additionalfile:{disk}");
            options += $"[{disk}]\nbuild_metadata.AdditionalFiles.BigBiGanSpec = {path}\n";
        }

        Write("lab.globalconfig", options);
        var start = new ProcessStartInfo("dotnet", ["exec", Csc, "@" + Write("lab.rsp", string.Join("\n", response.Select(one => $"\"{one}\"").Append(arguments)))]) { RedirectStandardOutput = true, WorkingDirectory = _folder.FullName };
        using var process = Process.Start(start)!;
        Lines = [.. process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd().Replace(_folder.FullName + "/", "", StringComparison.Ordinal))];
        process.WaitForExit();
        Code = process.ExitCode;
    }

    public int Code { get; }

    /// <summary>What the compiler printed, with paths from the run's folder.</summary>
    public IReadOnlyList<string> Lines { get; }

    public bool HasAssembly => File.Exists(In("lab.dll"));

    /// <summary>The results of the log.</summary>
    public IReadOnlyList<SarifResult> Log()
    {
        using var log = JsonDocument.Parse(File.ReadAllText(In("log.sarif")));
        return [.. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result =>
        {
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            var region = place.GetProperty("region");
            return new SarifResult(
                result.GetProperty("ruleId").GetString()!,
                result.GetProperty("level").GetString()!,
                new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath.Replace(_folder.FullName + "/", "", StringComparison.Ordinal),
                region.GetProperty("startLine").GetInt32(),
                region.GetProperty("startColumn").GetInt32(),
                region.GetProperty("endColumn").GetInt32());
        })];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Of the newest SDK beside the runtime that runs the tests.</summary>
    private static string Csc => Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "sdk"))
        .OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version())
        .Select(folder => Path.Combine(folder, "Roslyn", "bincore", "csc.dll")).First(File.Exists);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllText(In(name), text);
        return In(name);
    }
}

/// <summary>One result of a SARIF log; lines and columns from 1, the end exclusive.</summary>
internal sealed record SarifResult(string Id, string Level, string File, int Line, int Column, int EndColumn);
