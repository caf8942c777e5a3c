using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Networks;
using BigBiGan.Dsl.Generator.Pipeline;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Generator.Reports;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BigBiGan.Dsl.Generator;

/// <summary>
/// From specs to C#: read each, resolve it with its bases, plan its networks, decide who emits which, write. What
/// crosses a stage is value-equal and knows no position, so that an edit redoes only what it changed; positions
/// go a way of their own to the one output that reports problems.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class VariantGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Each spec by itself.
        var texts = context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => SpecText.From(pair.Left, pair.Right))
            .Where(static text => text is not null);
        var twice = texts.Collect().Select(static (all, _) => PathTwice.Among(all!));
        var read = texts.Combine(twice)
            .Where(static pair => pair.Right.All(second => second.DiskPath != pair.Left!.Text.Path))
            .Select(static (pair, _) => pair.Left!)
            .Select(static (text, cancellation) => text.Read(cancellation))
            .WithTrackingName(StepNames.Read);
        var files = read.Select(static (spec, _) => spec.File).WithTrackingName(StepNames.File);

        // What is written only where there are specs, and a language for the code.
        var oldLanguage = context.ParseOptionsProvider.Select(static (options, _) => LanguageFault.Of(options)).WithTrackingName(StepNames.Language);
        var hasSpecs = files.Collect().Select(static (all, _) => all.Any(file => file.Kind != FileKind.Unread));
        var writes = hasSpecs.Combine(oldLanguage).Select(static (pair, _) => pair.Left && pair.Right is null);

        // Each with the specs that it extends.
        var index = files.Collect().Select(static (all, _) => new SpecIndex(all));
        var compiled = files.Where(static file => file.Kind == FileKind.Spec).Combine(index)
            .Select(static (pair, _) => pair.Right.Chain(pair.Left.Path)).WithTrackingName(StepNames.Chain)
            .Select(static (chain, _) => CompiledVariant.From(chain)).WithTrackingName(StepNames.Compile);

        // Grids, each with the variants that it compares.
        var grids = files.Where(static file => file.Kind == FileKind.Grid).Combine(index)
            .Select(static (pair, _) => pair.Right.Grid(pair.Left.Path)).WithTrackingName(StepNames.GridChain)
            .Select(static (sources, cancellation) => CompiledGridFile.From(sources, cancellation)).WithTrackingName(StepNames.GridCompile);

        // The classes: named by the specs, or by the people who wrote another half.
        var declared = context.SyntaxProvider.ForAttributeWithMetadataName(
            DeclaredClass.Attribute,
            static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
            static (attributed, _) => DeclaredClass.From(attributed));
        var classes = declared.Select(static (pair, _) => pair.Class).Collect()
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ClassNames.RootNamespaceOf(options.GlobalOptions)))
            .Select(static (pair, _) => new ClassNames(pair.Right, pair.Left));

        // Layers of the user's own, whose classes only the compilation knows.
        var layers = files.Where(static file => file.Kind == FileKind.Layer);
        var layerClasses = layers.Select(static (file, _) => (file.Path, Layer: CustomLayers.Read(file))).Where(static pair => pair.Layer is not null).Collect()
            .Combine(context.CompilationProvider)
            .Select(static (pair, _) => LayerClasses.Of(pair.Left!, pair.Right)).WithTrackingName(StepNames.LayerClasses);
        var faultyClasses = layerClasses.Select(static (all, _) => all.Faulty);

        // Equal networks are emitted once.
        var named = compiled.Combine(classes).Combine(faultyClasses)
            .Select(static (pair, _) => NamedVariant.From(pair.Left.Left.Without(pair.Right), pair.Left.Right))
            .Where(static variant => variant is not null);
        var owners = named.Select(static (variant, _) => variant!.Claim).Where(static claim => claim is not null).Collect()
            .Select(static (claims, _) => new NetworkOwners(claims!));
        var sources = named.Combine(owners).Combine(oldLanguage)
            .Select(static (pair, _) => pair.Right is null ? pair.Left.Left!.Resolve(pair.Left.Right) : pair.Left.Left!.Stub())
            .WithTrackingName(StepNames.Source);

        var outputs = sources.Select(static (source, _) => source.Emit()).WithTrackingName(StepNames.Emit);
        context.RegisterSourceOutput(outputs, static (output, file) => output.AddSource(file.HintName, file.Text));

        // Each grid with the variants that it alone has: few files, however many cells there are.
        var gridSources = grids.Combine(classes).Combine(owners).Combine(faultyClasses).Combine(writes)
            .Select(static (pair, _) => pair.Right ? pair.Left.Left.Left.Left.Source(pair.Left.Left.Left.Right, pair.Left.Left.Right, pair.Left.Right) : null)
            .Where(static source => source is not null).Select(static (source, _) => source!).WithTrackingName(StepNames.GridSource);
        var gridOutputs = gridSources.Select(static (source, _) => source.Emit()).WithTrackingName(StepNames.GridEmit);
        context.RegisterSourceOutput(gridOutputs, static (output, grid) =>
        {
            foreach (var file in grid.Files)
            {
                output.AddSource(file.HintName, file.Text);
            }
        });
        var gridList = gridOutputs.Select(static (grid, _) => grid.Listed).Collect().Select(static (all, _) => GridList.From(all));
        context.RegisterSourceOutput(gridList, static (output, list) => list.AddTo(output));

        // What all variants share.
        var summaries = sources.Select(static (source, _) => source.Summary).Where(static s => s is not null).Collect()
            .Combine(gridSources.Select(static (source, _) => source.Summary).Collect())
            .Combine(classes).Combine(writes)
            .Select(static (pair, _) => pair.Right ? SharedSources.From(pair.Left.Left.Left.AddRange(pair.Left.Left.Right!), pair.Left.Right) : null);
        context.RegisterSourceOutput(summaries, static (output, shared) => shared?.AddTo(output));

        // Problems meet their positions only here.
        var faults = outputs.Collect().Combine(gridOutputs.Collect())
            .SelectMany(static (all, _) => all.Left.Concat(all.Right.SelectMany(grid => grid.Files)).Select(file => file.Fault).OfType<Problem>());
        var problems = All(
            compiled.SelectMany(static (variant, _) => variant.Spec.Problems),
            grids.SelectMany(static (grid, _) => grid.Grid.Problems),
            files.Where(static file => file.Kind is FileKind.Calibration or FileKind.Launcher or FileKind.Unread).SelectMany(static (file, _) => file.Problems),
            layers.Combine(index).SelectMany(static (pair, _) => pair.Right.Layer(pair.Left)),
            layerClasses.SelectMany(static (all, _) => all.Problems),
            faults).WithTrackingName(StepNames.Problems);
        context.RegisterSourceOutput(
            problems.Combine(read.Select(static (spec, _) => spec.Positions).Collect()),
            static (output, pair) => ProblemReport.Report(output, pair.Left, pair.Right));
        context.RegisterSourceOutput(twice.SelectMany(static (all, _) => all), static (output, second) => second.Report(output));
        context.RegisterSourceOutput(
            hasSpecs.Combine(oldLanguage),
            static (output, pair) =>
            {
                if (pair is { Left: true, Right: { } version })
                {
                    LanguageFault.Report(output, version);
                }
            });
        context.RegisterSourceOutput(
            context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
                .Select(static (pair, _) => SpecText.Stray(pair.Left, pair.Right))
                .Where(static text => text is not null)
                .Select(static (text, cancellation) => StraySpec.Of(text!, cancellation)),
            static (output, stray) => stray?.Report(output));
        context.RegisterSourceOutput(
            declared.Collect().Combine(files.Select(static (file, _) => NamedFile.Of(file)).Collect()),
            static (output, pair) => ClassReport.Report(output, pair.Left, pair.Right));
    }

    private static IncrementalValueProvider<EquatableArray<Problem>> All(params IncrementalValuesProvider<Problem>[] parts) =>
        parts.Select(static part => part.Collect())
            .Aggregate(static (all, part) => all.Combine(part).Select(static (pair, _) => pair.Left.AddRange(pair.Right)))
            .Select(static (all, _) => all.ToEquatableArray());
}
