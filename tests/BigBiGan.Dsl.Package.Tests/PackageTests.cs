using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;
using BigBiGan.Cli.Tests.Harness;
using BigBiGan.Dsl.Spec.Tests;

namespace BigBiGan.Dsl.Package.Tests;

/// <summary>The package as people get it: packed, restored and built by the real commands, in a project with nothing else.</summary>
[Trait("Speed", "slow")]
[Collection("builds")]
public sealed class PackageTests : IClassFixture<StrangerProject>
{
    private const string NoMine = "Program.cs(1,13): error CS0103: The name 'Lab' does not exist in the current context";

    private readonly StrangerProject _lab;

    public PackageTests(StrangerProject lab)
    {
        _lab = lab;
        _lab.Begin();
    }

    [Fact]
    public void It_carries_the_layers_and_the_compiler_with_what_that_loads_and_nothing_of_Roslyn()
    {
        using var package = ZipFile.OpenRead(_lab.Package);
        string[] wrapping = ["_rels/", "package/", "[Content_Types].xml", "BigBiGan.Dsl.nuspec"];

        Assert.Equal(
            [
                "analyzers/dotnet/cs/BigBiGan.Dsl.Generator.dll",
                "analyzers/dotnet/cs/BigBiGan.Dsl.Spec.dll",
                "analyzers/dotnet/cs/NOTICE",
                "analyzers/dotnet/cs/YamlDotNet.dll",
                "build/BigBiGan.Dsl.props",
                "build/BigBiGan.Dsl.targets",
                "buildTransitive/BigBiGan.Dsl.targets",
                "docs/clusters.md",
                "docs/custom-layers.md",
                "docs/grids.md",
                "docs/problems.md",
                "docs/spec.md",
                "lib/net10.0/BigBiGan.Dsl.dll",
                "lib/net10.0/BigBiGan.Dsl.xml",
                "package.md",
                "schemas/calibration.schema.json",
                "schemas/grid.schema.json",
                "schemas/launcher.schema.json",
                "schemas/layer.schema.json",
                "schemas/spec.schema.json",
            ],
            package.Entries.Select(entry => entry.FullName).Where(name => !wrapping.Any(name.StartsWith)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_depends_on_TorchSharp_and_leaves_libtorch_to_the_project()
    {
        using var package = ZipFile.OpenRead(_lab.Package);
        using var nuspec = package.GetEntry("BigBiGan.Dsl.nuspec")!.Open();
        var described = XDocument.Load(nuspec).Descendants().ToList();
        var dependencies = described.Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).ToList();

        Assert.Equal("MIT", described.Single(element => element.Name.LocalName == "license").Value);
        Assert.Contains("TorchSharp", dependencies);
        Assert.DoesNotContain(dependencies, name => name.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_spec_becomes_a_class_whose_facts_need_no_libtorch()
    {
        _lab.Build().Succeeds();

        Assert.Equal("Mine: a small BigBiGAN, 32 latents, 32 px\n", _lab.Run());
        Assert.Contains($"```\n{_lab.Run()}```\n", StrangerProject.Manual);
    }

    [Fact]
    public void The_code_that_runs_the_networks_compiles_with_the_package_alone()
    {
        _lab.Write("Program.cs", Page.Blocks(StrangerProject.Manual, "csharp", "To run the networks").Single());

        _lab.Build().Succeeds();
    }

    [Fact]
    public void A_wrong_spec_ends_the_build_with_the_line_of_the_spec()
    {
        _lab.Write("mine.yaml", StrangerProject.Spec.Replace("posterior: gaussian", "posterior: gausian", StringComparison.Ordinal));

        const string Problem = "mine.yaml(12,14): error BBG0202: `encoder.posterior` is `gausian`; expected `gaussian`, `laplace`, `point` or `tanh`; did you mean `gaussian`? (docs/problems.md#bbg0202)";
        _lab.Build().Fails(Problem);
        Assert.Contains($"```\n{Problem}\n```\n", StrangerProject.Manual);
    }

    [Fact]
    public void An_edited_spec_is_compiled_again_and_an_untouched_one_is_not()
    {
        _lab.Build().Succeeds();
        var built = File.GetLastWriteTimeUtc(_lab.Program);
        _lab.Build().Succeeds();
        Assert.Equal(built, File.GetLastWriteTimeUtc(_lab.Program));

        _lab.Write("mine.yaml", StrangerProject.Spec.Replace("latent: { size: 32 }", "latent: { size: 64 }", StringComparison.Ordinal));
        _lab.Build().Succeeds();

        Assert.Equal("Mine: a small BigBiGAN, 64 latents, 32 px\n", _lab.Run());
    }

    /// <summary>As <c>mv</c>, <c>cp -p</c>, rsync and tar put files in place, and as a file looks that was saved while the compiler was at work.</summary>
    [Fact]
    public void A_spec_with_another_content_is_compiled_however_old_it_is()
    {
        _lab.Build().Succeeds();

        _lab.Write("mine.yaml", StrangerProject.Spec.Replace("latent: { size: 32 }", "latent: { size: 64 }", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Path.Combine(_lab.Folder, "mine.yaml"), DateTime.UtcNow.AddDays(-1));
        _lab.Build().Succeeds();

        Assert.Equal("Mine: a small BigBiGAN, 64 latents, 32 px\n", _lab.Run());
    }

    [Theory]
    [InlineData("""<ProjectReference Include="../lab/Lab.csproj" />""")]
    [InlineData("""<PackageReference Include="Lab" Version="1.0.0" />""")]
    public void Who_references_a_project_or_a_package_with_specs_sees_its_variants_and_has_none_of_its_own(string reference)
    {
        _lab.PackLibrary();
        var name = reference.Contains("Project", StringComparison.Ordinal) ? "OfProject" : "OfPackage";
        var folder = _lab.Neighbour(name, reference, $"using Lab; namespace {name}; static class Program {{ static void Main() => System.Console.WriteLine(Variants.All.Count); }}");
        _lab.BuildIn(folder).Succeeds();
        Assert.Equal("1\n", _lab.RunIn(folder));

        File.WriteAllText(Path.Combine(folder, "compose.yaml"), "services: [database]\n");
        File.WriteAllText(Path.Combine(folder, "own.yaml"), StrangerProject.Spec);
        _lab.BuildIn(folder).Fails(
            "own.yaml(2,1): error BBG0905: `variant` makes this a spec, and this project compiles none: it has the compiler through a reference to another project or package; add <PackageReference Include=\"BigBiGan.Dsl\" /> to the project itself (docs/problems.md#bbg0905)");
    }

    /// <summary>What <c>check</c> does with the very same folder: CheckTests.</summary>
    [Fact]
    public void What_lies_about_in_a_folder_of_specs_is_left_out_and_what_looks_like_a_spec_is_told()
    {
        var litter = Litter.Lay(Directory.CreateTempSubdirectory("bigbigan-litter-").FullName);
        try
        {
            const string NoFile = "no file stands behind this name (a link that leads nowhere, a pipe); it is not read";
            string[] warnings = [$"{litter}/dangling.yaml : warning : {NoFile}", $"{litter}/pipe.yaml : warning : {NoFile}"];
            _lab.Write("Program.cs", """
                foreach (var variant in Lab.Variants.All) System.Console.WriteLine(variant.SpecFile);
                foreach (var name in typeof(Lab.Variants).Assembly.GetManifestResourceNames()) if (name.EndsWith(".yaml")) System.Console.WriteLine(name);
                """);
            _lab.Build($"-p:BigBiGanSpecFolder={litter}").Fails([.. warnings, .. Litter.Problems.Select(problem => $"{litter}/{problem}")]);

            var built = _lab.Build($"-p:BigBiGanSpecFolder={litter}", "-p:NoWarn=BBG0305");
            Assert.Equal(0, built.Code);
            Assert.Equal(warnings, built.Problems);
            Assert.Equal([.. Litter.Specs, .. Litter.Specs.Select(path => "specs/" + path)], _lab.Run().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(litter, recursive: true);
            Directory.Delete(litter + "-elsewhere", recursive: true);
        }
    }

    [Fact]
    public void A_project_takes_files_out_as_it_does_for_CSharp()
    {
        _lab.Write("compose.yaml", "services: [database]\n");
        _lab.Write("charts/values.yaml", "a: 1\n");
        Assert.NotEqual(0, _lab.Build().Code);

        _lab.Replace("Lab.csproj", "<ItemGroup>", "<PropertyGroup><DefaultItemExcludes>$(DefaultItemExcludes);charts/**</DefaultItemExcludes></PropertyGroup><ItemGroup><AdditionalFiles Remove=\"compose.yaml\" />");
        _lab.Build().Succeeds();
        Assert.Equal("Mine: a small BigBiGAN, 32 latents, 32 px\n", _lab.Run());
    }

    [Fact]
    public void An_old_CSharp_is_one_problem() => _lab.Build("-p:LangVersion=11").Fails(
        "CSC : error BBG0906: the project compiles as C# 11.0, and the code of its specs needs C# 12.0: take <LangVersion> out of the project (the SDK's own is newer), or write <LangVersion>latest</LangVersion> (docs/problems.md#bbg0906)");

    [Fact]
    public void A_deleted_spec_takes_its_class_along_and_a_new_one_brings_it_back()
    {
        _lab.Build().Succeeds();

        _lab.Delete("mine.yaml");
        _lab.Build().Fails(NoMine);

        _lab.Write("again.yaml", StrangerProject.Spec);
        _lab.Build().Succeeds();
    }

    [Fact]
    public void Paths_and_namespaces_begin_below_the_folder_of_specs()
    {
        // what lies elsewhere is not a spec
        _lab.Write("mine.yaml", "services: [database]");
        _lab.Write("specs/small/mine.yaml", StrangerProject.Spec);
        _lab.Write("Program.cs", "System.Console.WriteLine(Lab.Small.Mine.Description.Path);");
        _lab.Build("-p:BigBiGanSpecFolder=specs").Succeeds();
        Assert.Equal("small/mine\n", _lab.Run());

        _lab.Build("-p:BigBiGanSpecFolder=spec").Fails("Lab.csproj : error : BigBiGanSpecFolder is 'spec'; expected a folder of specs, and there is no spec");
    }

    [FactWhereIcuIs]
    public void A_build_and_a_run_are_the_same_in_every_language()
    {
        try
        {
            _lab.Write("Program.cs", "System.Console.WriteLine(1.5);");
            var said = new List<string>();
            var built = new[] { "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "fa_IR.UTF-8" }.Select(language =>
            {
                _lab.Language = language;
                _lab.Build("--no-incremental", "-p:GenerateDocumentationFile=true", "-p:NoWarn=CS1591", "-p:InvariantGlobalization=false").Succeeds();
                said.Add(_lab.Run());
                return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_lab.Program))) + File.ReadAllText(Path.ChangeExtension(_lab.Program, ".xml"));
            }).ToList();

            Assert.Contains("parameters, ", built[0]);
            Assert.All(built, one => Assert.Equal(built[0], one));
            Assert.Equal("1,5\n", said[1]);
        }
        finally
        {
            _lab.Language = null;
        }
    }

    [Fact]
    public void A_file_of_any_name_is_compiled_and_hides_no_problem_of_another()
    {
        var stems = new[] { "lr=1e-4", "a#b", "a;b", "a b", "100%", "a.b", "MINE", "日本", "x'y", "(z)", "a,b", "a+b", "%41" };
        for (var i = 0; i < stems.Length; i++)
        {
            _lab.Write($"any/{stems[i]}.yaml", StrangerProject.Spec.Replace("variant: Mine", $"variant: Any{i}", StringComparison.Ordinal));
        }

        _lab.Write("Program.cs", $"System.Console.WriteLine(string.Join(\"|\", {string.Join(", ", stems.Select((_, i) => $"Lab.Any.Any{i}.Description.Path"))}));");
        _lab.Build().Succeeds();
        Assert.Equal(string.Join("|", stems.Select(stem => $"any/{stem}")) + "\n", _lab.Run());

        _lab.Write("mine.yaml", StrangerProject.Spec.Replace("latent: { size: 32 }", "latent: { size: 33 }", StringComparison.Ordinal));
        Assert.Contains(": error BBG0401: ", Assert.Single(_lab.Build().Problems));
    }

    [Fact]
    public void The_manual_names_the_newest_release_and_the_libtorch_of_the_repository()
    {
        var released = File.ReadLines(Path.Combine(Repository.Root, "CHANGELOG.md")).First(line => line.StartsWith("## ", StringComparison.Ordinal) && char.IsAsciiDigit(line[3]));
        Assert.Equal(released["## ".Length..], StrangerProject.Version);

        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var libtorch = versions.Descendants("PackageVersion").Single(row => row.Attribute("Include")!.Value == "libtorch-cpu-linux-x64").Attribute("Version")!.Value;
        Assert.Contains($"Include=\"libtorch-cpu-linux-x64\" Version=\"{libtorch}\"", StrangerProject.Manual);
    }
}
