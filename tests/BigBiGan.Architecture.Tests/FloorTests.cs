using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigBiGan.Architecture.Tests;

/// <summary>Arrows between the folders of a project go one way: down.</summary>
public sealed class FloorTests
{
    /// <summary>Debug or Release, as these tests are.</summary>
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    public static TheoryData<string> Projects => [.. House.All.Select(house => house.Path)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_one_above_it(string project)
    {
        var house = House.All.Single(one => one.Path == project);
        var compilation = Compile(house);
        Nothing(compilation.SyntaxTrees.SelectMany(tree => Climbs(tree, compilation.GetSemanticModel(tree), house)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_is_a_floor_and_every_file_bears_its_name(string project)
    {
        var house = House.All.Single(one => one.Path == project);
        var folders = house.Sources().Select(house.FolderOf).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(house.Floors.Order(StringComparer.Ordinal), folders);
        Nothing(house.Sources().Select(Parse).SelectMany(tree => Misfiled(tree, house)));
    }

    private static void Nothing(IEnumerable<string> faults)
    {
        var all = faults.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }

    private static IEnumerable<string> Climbs(SyntaxTree tree, SemanticModel model, House house)
    {
        if (FloorOf(Namespace(tree), house) is not { } here)
        {
            yield break;
        }

        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type is null || type.Locations.All(place => !place.IsInSource))
            {
                continue;
            }

            if (FloorOf(type.ContainingNamespace.ToDisplayString(), house) is { } there && there > here)
            {
                var line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return $"{House.Shown(tree.FilePath)}({line}): {Name(here, house)} uses {type.Name} of {Name(there, house)}, a floor above it; move one of the two";
            }
        }
    }

    private static IEnumerable<string> Misfiled(SyntaxTree tree, House house)
    {
        var folder = house.FolderOf(tree.FilePath);
        var expected = folder.Length == 0 ? house.Namespace : $"{house.Namespace}.{folder.Replace('/', '.')}";
        if (Namespace(tree) is { } found && found != expected)
        {
            yield return $"{House.Shown(tree.FilePath)}: the namespace is {found}; expected {expected}, after the folder";
        }
    }

    /// <summary>Null for a namespace of another project.</summary>
    private static int? FloorOf(string? space, House house) =>
        space is null ? null
        : space == house.Namespace ? Index("", house)
        : space.StartsWith(house.Namespace + ".", StringComparison.Ordinal) ? Index(space[(house.Namespace.Length + 1)..].Replace('.', '/'), house)
        : null;

    private static int? Index(string floor, House house) => Array.IndexOf(house.Floors, floor) is >= 0 and var index ? index : null;

    private static string Name(int floor, House house) => house.Floors[floor] is { Length: > 0 } name ? name : "the root";

    private static string? Namespace(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();

    private static SyntaxTree Parse(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview), file);

    /// <summary>The project's sources with all that any product project refers to: enough to tell what a name means.</summary>
    private static CSharpCompilation Compile(House house)
    {
        var trees = house.Sources()
            .Concat(Directory.EnumerateFiles(Path.Combine(House.Root, house.Path, "obj", Configuration), "*.GlobalUsings.g.cs", SearchOption.AllDirectories))
            .Select(Parse);
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var built = new[] { $"src/BigBiGan.Cli/bin/{Configuration}/net10.0", $"generators/BigBiGan.Dsl.Generator/bin/{Configuration}/netstandard2.0" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*.dll"))
            .Where(file => !string.Equals(Path.GetFileNameWithoutExtension(file), Path.GetFileName(house.Path), StringComparison.Ordinal));
        var references = platform.Concat(built).GroupBy(Path.GetFileName).Select(same => same.First()).Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file));
        return CSharpCompilation.Create("house", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }
}
