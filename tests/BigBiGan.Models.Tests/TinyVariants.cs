using System.Collections.Immutable;
using System.Reflection;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BigBiGan.Models.Tests;

/// <summary>
/// The variants of ImageNet, each extended by a spec that shrinks its widths and nothing else: image sizes, depths, blocks, attention and
/// training stay. The real generator compiles them all in one compilation, which this test run loads.
/// </summary>
internal static class TinyVariants
{
    private const string Folder = "tiny/";

    /// <summary>The texts that the models assembly carries, and the shrunken ones beside them.</summary>
    public static IReadOnlyList<(string Path, string Text)> Specs { get; } = Texts();

    /// <summary>In the order of their paths: <c>tiny/imagenet/base</c>.</summary>
    public static IReadOnlyList<VariantEntry> All { get; } = Compile();

    /// <summary>The paths of <see cref="All"/>, without a compilation.</summary>
    public static IEnumerable<string> Paths => Originals.Select(entry => Folder + entry.Facts.Path);

    private static IEnumerable<VariantEntry> Originals => Variants.All.Where(entry => AreOf(entry.Facts.Path));

    /// <summary>Whether a variant is too wide to be tested as it is.</summary>
    public static bool AreOf(string path) => new[] { "imagenet/", "generation/", "small/imagenet-" }.Any(start => path.StartsWith(start, StringComparison.Ordinal));

    private static (string Path, string Text)[] Texts()
    {
        var assembly = typeof(Variants).Assembly;
        var real = assembly.GetManifestResourceNames().Where(name => name.StartsWith("specs/", StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return (name["specs/".Length..], reader.ReadToEnd());
        }).ToArray();
        return [.. real, .. Originals.Select(entry => (Folder + entry.SpecFile, Shrunken(entry)))];
    }

    /// <summary>As few channels as attention takes: 8, which G has at twice its multiplier. The rows of the Small G become Base here.</summary>
    private static string Shrunken(VariantEntry entry)
    {
        var encoder = entry.Facts.Encoder is null ? "" : "encoder: { backbone: { channels: 4 }, head: { width: 16 } }\n";
        var mlps = entry.Facts.Encoder is null ? "" : ", H: { width: 16 }, J: { width: 16 }";
        return $$"""
            variant: {{entry.Facts.Name}}
            extends: ../../{{entry.Facts.Path}}
            generator: { channels: 4, shared: 8 }
            discriminator: { F: { channels: 8 }{{mlps}} }
            training: { batch: 4 }
            {{encoder}}
            """;
    }

    private static IReadOnlyList<VariantEntry> Compile()
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("BigBiGan.Dsl.Generator", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "BigBiGan.Tiny", [], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new VariantGenerator().AsSourceGenerator()], Specs.Select(spec => new SpecFile(spec.Path, spec.Text)), parse, new SpecOptions())
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var problems);
        Assert.Empty(problems);

        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        var variants = Assembly.Load(image.ToArray()).GetType($"{SpecOptions.RootNamespace}.Variants", throwOnError: true)!;
        var all = (IReadOnlyList<VariantEntry>)variants.GetProperty(nameof(Variants.All))!.GetValue(null)!;
        return [.. all.Where(entry => entry.Facts.Path.StartsWith(Folder, StringComparison.Ordinal))];
    }

    /// <summary>A spec as the compiler sees it.</summary>
    private sealed class SpecFile(string path, string text) : AdditionalText
    {
        public string Spec { get; } = path;

        public override string Path => "models/" + Spec;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    /// <summary>The metadata that MSBuild would hand over.</summary>
    private sealed class SpecOptions : AnalyzerConfigOptionsProvider
    {
        public const string RootNamespace = "BigBiGan.Tiny";

        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(("build_property.RootNamespace", RootNamespace));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options();

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            textFile is SpecFile spec ? new Options(("build_metadata.AdditionalFiles.BigBiGanSpec", spec.Spec)) : new Options();

        private sealed class Options(params (string Key, string Value)[] values) : AnalyzerConfigOptions
        {
            private readonly ImmutableDictionary<string, string> _values = values.ToImmutableDictionary(v => v.Key, v => v.Value);

            public override bool TryGetValue(string key, out string value) => _values.TryGetValue(key, out value!);
        }
    }
}
