using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Benchmarks;

/// <summary>Runs of the generator over a models folder: from nothing, and after one edit.</summary>
internal sealed class Edits
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    private readonly SpecSource[] _files;
    private readonly CSharpCompilation _compilation;
    private readonly GeneratorDriver _warm;
    private int _number;

    public Edits(int specs, bool grid)
    {
        _files = [.. ManySpecs.Of(specs).Concat(grid ? [(ManySpecs.Grid, ManySpecs.GridText)] : []).Select(spec => new SpecSource(spec.Path, spec.Text))];
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        _compilation = CSharpCompilation.Create("Lab", [Tree(0)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));
        var warm = Driver();
        First = ThreadClock.Milliseconds(() => warm = warm.RunGenerators(_compilation));
        _warm = warm;
        var problems = _warm.GetRunResult().Diagnostics;
        if (problems.Length > 0)
        {
            throw new InvalidOperationException($"the benchmark's own specs have problems: {problems[0]}");
        }
    }

    /// <summary>Milliseconds of the run from nothing that came first.</summary>
    public double First { get; }

    /// <summary>Each readies an edit and answers with the run to be timed, of which a part is shown.</summary>
    public IEnumerable<(string Name, Func<Action> Ready, double Per)> All(int specs) =>
    [
        ("cold", () => Run(Driver(), _compilation), 1),
        ("C# edit", () => Run(_warm, _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[0], Tree(++_number))), 1),
        ("leaf edit", () => Run(With(ManySpecs.Leaf, ManySpecs.ChildText(3, steps: 100 + ++_number)), _compilation), 1),
        ("comment edit", () => Run(With(ManySpecs.Leaf, $"# {++_number}\n{ManySpecs.ChildText(3)}"), _compilation), 1),
        ("base edit and its (at most 10) dependants", () => Run(With(ManySpecs.Base, ManySpecs.BaseText(0, batch: 5 + ++_number)), _compilation), 1),
        ("C# compilation, per variant", Compile, 1.0 / specs),
    ];

    private static Action Run(GeneratorDriver driver, CSharpCompilation compilation) => () => driver.RunGenerators(compilation);

    /// <summary>Parsing, binding and emitting what the generator wrote.</summary>
    private Action Compile()
    {
        Driver().RunGeneratorsAndUpdateCompilation(_compilation, out var output, out _);
        return () =>
        {
            var result = output.Emit(Stream.Null);
            if (!result.Success)
            {
                throw new InvalidOperationException($"what the generator wrote does not compile: {result.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error)}");
            }
        };
    }

    private GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new VariantGenerator().AsSourceGenerator()], _files, Parse, new SpecOptions());

    private GeneratorDriver With(string path, string text) => _warm.ReplaceAdditionalText(_files.Single(file => file.Spec == path), new SpecSource(path, text));

    private static SyntaxTree Tree(int number) => CSharpSyntaxTree.ParseText($"class Written {{ int {(char)('a' + (number % 26))}{number}; }}", Parse, "Written.cs");
}
