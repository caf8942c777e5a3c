using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using BigBiGan.Dsl.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Tests.Harness;

/// <summary>
/// One run of the generator. Every run is held to the same law: a second run over an equal compilation is answered
/// from the cache, what was emitted compiles without a warning, and no model holds on to the compiler's own objects.
/// </summary>
internal sealed partial class Generation
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("BigBiGan.Dsl.Generator", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;

    private Generation(CSharpCompilation compilation, GeneratorDriver driver)
    {
        _compilation = compilation;
        Driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        Output = (CSharpCompilation)output;
    }

    public GeneratorDriver Driver { get; private set; }

    public CSharpCompilation Output { get; private set; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    public ImmutableArray<Diagnostic> Problems => Result.Diagnostics;

    /// <summary>The generated text of a spec (<c>small.tiny</c>) or of a shared file (<c>Tensors</c>).</summary>
    public string this[string hint] => Result.GeneratedSources.Single(s => s.HintName == hint + ".g.cs").SourceText.ToString();

    /// <summary>The same as a person would read it: without the namespaces in front of names.</summary>
    public string Short(string hint) => Qualifier().Replace(this[hint], "");

    [GeneratedRegex(@"global::(TorchSharp\.torch\.|BigBiGan\.Dsl\.(Blocks\.|Initialization\.|Layers\.|Objectives\.|Randomness\.|Tensors\.|Typed\.)?|Lab\.)")]
    private static partial Regex Qualifier();

    /// <summary>Runs the generator over specs and C# files, and holds it to the law.</summary>
    public static Generation Of(IEnumerable<(string Path, string Text)> specs, params string[] csharp) => Of(specs, csharp, []);

    /// <param name="assemblies">What the project references besides BigBiGan.Dsl.</param>
    public static Generation Of(IEnumerable<(string Path, string Text)> specs, string[] csharp, params MetadataReference[] assemblies) =>
        Of(specs.Select(s => new SpecSource(s.Path, s.Text)), csharp, "Lab", assemblies);

    /// <summary>Runs the generator over files that were handed over as whatever they say, in a C# of any age.</summary>
    public static Generation Of(IEnumerable<SpecSource> files, LanguageVersion language, params string[] csharp) => Of(files, Parse.WithLanguageVersion(language), csharp, "Lab", []);

    /// <param name="specs">Of any folder.</param>
    /// <param name="rootNamespace">As the project file has it.</param>
    public static Generation Of(IEnumerable<SpecSource> specs, string[] csharp, string rootNamespace, params MetadataReference[] assemblies) => Of(specs, Parse, csharp, rootNamespace, assemblies);

    private static Generation Of(IEnumerable<SpecSource> files, CSharpParseOptions parse, string[] csharp, string rootNamespace, MetadataReference[] assemblies)
    {
        var compilation = CSharpCompilation.Create(
            "Lab",
            csharp.Select((text, i) => CSharpSyntaxTree.ParseText(text, parse, $"File{i}.cs")),
            References.AddRange(assemblies),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error)
                .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress), new("CS1591", ReportDiagnostic.Suppress)]));
        var driver = CSharpGeneratorDriver.Create(
            [new VariantGenerator().AsSourceGenerator()],
            files,
            parse,
            new SpecOptions(rootNamespace),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var generation = new Generation(compilation, driver);
        generation.AssertModelsAreFree();
        generation.AssertSecondRunIsCached();
        return generation;
    }

    public static Generation Of(params (string Path, string Text)[] specs) => Of(specs, []);

    /// <summary>Compiles all with warnings as errors and returns what the compiler says, the generator's own problems apart.</summary>
    public string[] CompilerErrors() =>
        [.. Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && !d.Id.StartsWith("BBG", StringComparison.Ordinal)).Select(d => d.ToString())];

    /// <summary>Replaces, adds or (with null) removes a spec and runs again.</summary>
    public Generation Edit(string path, string? text)
    {
        var driver = Driver;
        var old = Specs.SingleOrDefault(s => s.Spec == path);
        driver = (old, text) switch
        {
            (null, { } added) => driver.AddAdditionalTexts([new SpecSource(path, added)]),
            ({ } removed, null) => driver.RemoveAdditionalTexts([removed]),
            ({ } replaced, { } changed) => driver.ReplaceAdditionalText(replaced, new SpecSource(path, changed)),
            (null, null) => driver,
        };
        return new Generation(_compilation, driver);
    }

    /// <summary>Adds C# and runs again.</summary>
    public Generation EditCSharp(string csharp) =>
        new(_compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(csharp, Parse, "Edit.cs")), Driver);

    /// <summary>How often a stage did new work in the last run.</summary>
    public int Work(string step) => Result.TrackedSteps.TryGetValue(step, out var runs)
        ? runs.SelectMany(r => r.Outputs).Count(o => o.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
        : 0;

    private IEnumerable<SpecSource> Specs => Result.TrackedSteps.GetValueOrDefault(StepNames.Read, [])
        .SelectMany(r => r.Inputs).SelectMany(i => i.Source.Outputs).Select(o => o.Value).OfType<SpecText>().Select(t => (SpecSource)t.Text).Distinct();

    private void AssertSecondRunIsCached()
    {
        var again = Driver.RunGenerators(_compilation.Clone()).GetRunResult().Results.Single();
        foreach (var (name, runs) in again.TrackedSteps.Where(s => typeof(StepNames).GetField(s.Key) is not null))
        {
            Assert.All(runs.SelectMany(r => r.Outputs), o =>
                Assert.True(o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name} did its work again: {o.Reason}"));
        }

        Assert.All(again.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(r => r.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    private void AssertModelsAreFree()
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, runs) in Result.TrackedSteps.Where(s => typeof(StepNames).GetField(s.Key) is not null))
        {
            foreach (var output in runs.SelectMany(r => r.Outputs))
            {
                Visit(output.Value, name);
            }
        }

        void Visit(object? value, string path)
        {
            if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            {
                return;
            }

            Assert.False(
                value is Compilation or ISymbol or SyntaxNode or SyntaxTree or Location or SemanticModel or AdditionalText,
                $"a model holds a {value.GetType().Name}: {path}");
            if (value is IEnumerable items)
            {
                foreach (var item in items)
                {
                    Visit(item, path + "[]");
                }
            }

            for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer)
                    {
                        Visit(field.GetValue(value), $"{path}.{field.Name}");
                    }
                }
            }
        }
    }
}
