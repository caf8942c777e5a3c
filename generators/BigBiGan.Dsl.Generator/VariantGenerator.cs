using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Resolution;
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
        var read = context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => SpecText.From(pair.Left, pair.Right))
            .Where(static text => text is not null)
            .Select(static (text, cancellation) => text!.Read(cancellation))
            .WithTrackingName(StepNames.Read);
        var files = read.Select(static (spec, _) => spec.File).WithTrackingName(StepNames.File);

        // Each with the specs that it extends.
        var index = files.Collect().Select(static (all, _) => new SpecIndex(all));
        var compiled = files.Combine(index)
            .Select(static (pair, _) => pair.Right.Chain(pair.Left.Path)).WithTrackingName(StepNames.Chain)
            .Select(static (chain, _) => CompiledVariant.From(chain)).WithTrackingName(StepNames.Compile);

        // The classes: named by the specs, or by the people who wrote another half.
        var declared = context.SyntaxProvider.ForAttributeWithMetadataName(
            DeclaredClass.Attribute,
            static (node, _) => node is ClassDeclarationSyntax,
            static (attributed, _) => DeclaredClass.From(attributed));
        var classes = declared.Select(static (pair, _) => pair.Class).Collect()
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ClassNames.RootNamespaceOf(options.GlobalOptions)))
            .Select(static (pair, _) => new ClassNames(pair.Right, pair.Left));

        // Equal networks are emitted once.
        var named = compiled.Combine(classes)
            .Select(static (pair, _) => NamedVariant.From(pair.Left, pair.Right))
            .Where(static variant => variant is not null);
        var owners = named
            .Select(static (variant, _) => variant!.Claim).Where(static claim => claim is not null)
            .Collect().Select(static (claims, _) => new NetworkOwners(claims!));
        var sources = named.Combine(owners)
            .Select(static (pair, _) => pair.Left!.Resolve(pair.Right)).WithTrackingName(StepNames.Source);

        var outputs = sources.Select(static (source, _) => source.Emit()).WithTrackingName(StepNames.Emit);
        context.RegisterSourceOutput(outputs, static (output, file) => output.AddSource(file.HintName, file.Text));

        // What all variants share.
        var summaries = sources.Select(static (source, _) => source.Summary).Where(static s => s is not null).Collect()
            .Combine(classes).Select(static (pair, _) => SharedSources.From(pair.Left!, pair.Right));
        context.RegisterSourceOutput(summaries, static (output, shared) => shared.AddTo(output));

        // Problems meet their positions only here.
        var faults = outputs.Where(static file => file.Fault is not null).Select(static (file, _) => file.Fault!);
        var problems = compiled.SelectMany(static (variant, _) => variant.Spec.Problems).Collect().Combine(faults.Collect())
            .Select(static (all, _) => all.Left.Concat(all.Right).ToEquatableArray()).WithTrackingName(StepNames.Problems);
        context.RegisterSourceOutput(
            problems.Combine(read.Select(static (spec, _) => spec.Positions).Collect()),
            static (output, pair) => ProblemReport.Report(output, pair.Left, pair.Right));
        context.RegisterSourceOutput(
            declared.Collect().Combine(files.Select(static (file, _) => file.Path).Collect()),
            static (output, pair) => ClassReport.Report(output, pair.Left, pair.Right));
    }
}
