using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Benchmarks;

/// <summary>Runs of the generator over a models folder: from nothing, and after one edit.</summary>
internal sealed class Edits
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    private readonly SpecFile[] _files;
    private readonly CSharpCompilation _compilation;
    private readonly GeneratorDriver _warm;
    private int _number;

    public Edits(int specs, bool grid)
    {
        _files = [.. ManySpecs.Of(specs).Concat(grid ? [(ManySpecs.Grid, ManySpecs.GridText)] : []).Select(spec => new SpecFile(spec.Path, spec.Text))];
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        _compilation = CSharpCompilation.Create("Lab", [Tree(0)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _warm = Driver().RunGenerators(_compilation);
        var problems = _warm.GetRunResult().Diagnostics;
        if (problems.Length > 0)
        {
            throw new InvalidOperationException($"the benchmark's own specs have problems: {problems[0]}");
        }
    }

    /// <summary>Each readies an edit and answers with the run to be timed.</summary>
    public IEnumerable<(string Name, Func<Action> Ready)> All(int specs) =>
    [
        ("cold", () => Run(Driver(), _compilation)),
        ("C# edit", () => Run(_warm, _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[0], Tree(++_number)))),
        ("leaf edit", () => Run(With(ManySpecs.Leaf, ManySpecs.ChildText(3, steps: 100 + ++_number)), _compilation)),
        ("comment edit", () => Run(With(ManySpecs.Leaf, $"# {++_number}\n{ManySpecs.ChildText(3)}"), _compilation)),
        ($"base edit, {ManySpecs.Dependants(specs)} dependants", () => Run(With(ManySpecs.Base, ManySpecs.BaseText(0, batch: 5 + ++_number)), _compilation)),
    ];

    private static Action Run(GeneratorDriver driver, CSharpCompilation compilation) => () => driver.RunGenerators(compilation);

    private GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new VariantGenerator().AsSourceGenerator()], _files, Parse, new SpecOptions());

    private GeneratorDriver With(string path, string text) => _warm.ReplaceAdditionalText(_files.Single(file => file.Spec == path), new SpecFile(path, text));

    private static SyntaxTree Tree(int number) => CSharpSyntaxTree.ParseText($"class Written {{ int {(char)('a' + (number % 26))}{number}; }}", Parse, "Written.cs");
}
