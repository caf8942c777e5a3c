using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using BigBiGan.Cli.Tests.Harness;
using BigBiGan.Dsl.Spec.Tests;

namespace BigBiGan.Dsl.Package.Tests;

/// <summary>
/// A project outside the repository with the package, restored once for all tests. Its only source is the folder of the package made here; what
/// the package depends on comes from where the repository's own packages lie, without a network. The version is new in every run: an
/// older package of this name is never taken for it.
/// </summary>
public sealed partial class StrangerProject : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    internal static readonly string RestoredPackages = typeof(StrangerProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RestoredPackages").Value!;

    private readonly string _workplace = Directory.CreateTempSubdirectory("bigbigan-package-").FullName;
    private readonly string _version = $"0.0.0-test{Guid.NewGuid():N}";

    public StrangerProject()
    {
        Folder = Directory.CreateDirectory(Path.Combine(_workplace, "lab")).FullName;
        var packed = Path.Combine(_workplace, "packed");
        Dotnet(Repository.Root,
            ["pack", "src/BigBiGan.Dsl", "-c", Repository.Configuration, "--no-build", "-o", packed, "-p:MinVerSkip=true", $"-p:PackageVersion={_version}", $"-p:NuspecOutputPath={packed}/"]).Succeeds();
        Package = Path.Combine(packed, $"BigBiGan.Dsl.{_version}.nupkg");

        Begin();
        Dotnet(Folder, ["restore"]).Succeeds();
    }

    /// <summary>docs/package.md: a project, a spec and a program, which are taken as they stand there.</summary>
    internal static string Manual { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "package.md"));

    internal static string Spec { get; } = Page.Blocks(Manual, "yaml").Single();

    /// <summary>The one that the page's project asks for.</summary>
    internal static string Version { get; } = AskedFor().Match(Manual).Groups[1].Value;

    internal string Package { get; }

    internal string Folder { get; }

    /// <summary>What the machine speaks, such as <c>de_DE.UTF-8</c>; null leaves it as it is.</summary>
    internal string? Language { get; set; }

    internal string Program => Path.Combine(Folder, "bin", "Release", "net10.0", "linux-x64", "Lab.dll");

    /// <summary>As the page has it: one project, one spec, one program. What was built before stays, as it would for a person.</summary>
    internal void Begin()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => !IsBuilt(file)).ToList())
        {
            File.Delete(file);
        }

        Write("Lab.csproj", Page.Blocks(Manual, "xml", "A project").Single().Replace($"Version=\"{Version}\"", $"Version=\"{_version}\"", StringComparison.Ordinal));
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Path.GetDirectoryName(Package)}" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{RestoredPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        Write("mine.yaml", Spec);
        Write("Program.cs", Page.Blocks(Manual, "csharp", "A project").Single());
    }

    internal void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    internal void Delete(string path) => File.Delete(Path.Combine(Folder, path));

    internal BuildAnswer Build(params string[] arguments) => Dotnet(Folder, ["build", "-c", "Release", "--no-restore", .. arguments]);

    internal string Run() => Start(Folder, [Program]).Succeeds().Out;

    /// <summary>Makes it a library, and a package of that among the sources.</summary>
    internal void PackLibrary()
    {
        Replace("Lab.csproj", "<OutputType>Exe</OutputType>", "<OutputType>Library</OutputType>");
        Delete("Program.cs");
        Build().Succeeds();
        Dotnet(Folder, ["pack", "-c", "Release", "--no-build", "-o", Path.GetDirectoryName(Package)!]);
    }

    /// <summary>Another project beside it.</summary>
    /// <param name="reference">Its one reference, as an item.</param>
    /// <returns>Its folder.</returns>
    internal string Neighbour(string name, string reference, string program)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_workplace, name)).FullName;
        File.Copy(Path.Combine(Folder, "nuget.config"), Path.Combine(folder, "nuget.config"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RuntimeIdentifier>linux-x64</RuntimeIdentifier><TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
            </Project>
            """);
        return folder;
    }

    internal BuildAnswer BuildIn(string folder) => Dotnet(folder, ["build", "-c", "Release"]);

    internal string RunIn(string folder) => Start(folder, [Path.Combine(folder, "bin", "Release", "net10.0", "linux-x64", Path.GetFileName(folder) + ".dll")]).Succeeds().Out;

    internal void Replace(string path, string old, string text)
    {
        var file = Path.Combine(Folder, path);
        var before = File.ReadAllText(file);
        Assert.Contains(old, before);
        File.WriteAllText(file, before.Replace(old, text, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_workplace, recursive: true);

    [GeneratedRegex("""
        <PackageReference Include="BigBiGan.Dsl" Version="([^"]+)" />
        """)]
    private static partial Regex AskedFor();

    private bool IsBuilt(string file) => Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    private BuildAnswer Dotnet(string folder, string[] arguments) =>
        Start(folder, [.. arguments, "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"]);

    private BuildAnswer Start(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // what `dotnet test` sets for itself would reach the build
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NUGET_PACKAGES"] = Path.Combine(_workplace, "packages");
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (Language is not null)
        {
            start.Environment["LANG"] = start.Environment["LC_ALL"] = Language;
            start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"no end of dotnet {string.Join(' ', arguments)} within {Limit}: {output.Result}\n{error.Result}");
        }

        return new BuildAnswer(process.ExitCode, output.Result + error.Result, folder);
    }
}
