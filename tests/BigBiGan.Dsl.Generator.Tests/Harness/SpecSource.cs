using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BigBiGan.Dsl.Generator.Tests.Harness;

/// <summary>A spec as the compiler sees it.</summary>
/// <param name="metadata">What it was handed over as.</param>
internal sealed class SpecSource(string path, string text, string folder = "models/", string metadata = "BigBiGanSpec") : AdditionalText
{
    public string Metadata { get; } = metadata;

    public string Spec { get; } = path;

    public override string Path => folder + Spec;

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        Reads++;
        return SourceText.From(text);
    }
}

/// <summary>The metadata that MSBuild would hand over.</summary>
internal sealed class SpecOptions(string rootNamespace = "Lab") : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(("build_property.RootNamespace", rootNamespace));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options();

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        textFile is SpecSource spec ? new Options(($"build_metadata.AdditionalFiles.{spec.Metadata}", spec.Spec)) : new Options();

    private sealed class Options(params (string Key, string Value)[] values) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> _values = values.ToImmutableDictionary(v => v.Key, v => v.Value);

        public override bool TryGetValue(string key, out string value) => _values.TryGetValue(key, out value!);
    }
}
