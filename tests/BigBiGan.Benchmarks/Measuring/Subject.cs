using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Workspace;
using TorchSharp;
using Here = BigBiGan.Benchmarks.Variants;
using Product = BigBiGan.Models.Variants;

namespace BigBiGan.Benchmarks;

/// <summary>A model to measure, in both precisions, with the compiler's plan of it.</summary>
internal sealed record Subject(string Name, string Summary, VariantEntry Entry, VariantEntry Half, CompiledSpec Spec)
{
    public static IReadOnlyList<Subject> All { get; } =
    [
        Of("fashion", Product.All, "small/fashion"),
        Of("colour", Here.All, "specs/colour"),
        Of("stack", Here.All, "specs/stack"),
    ];

    public VariantPlan Plan => Spec.Plan!;

    public VariantModel Float32(torch.Device device, ulong seed) => Entry.Create(device, seed);

    public VariantModel BFloat16(torch.Device device, ulong seed) => Half.Create(device, seed);

    private static Subject Of(string name, IReadOnlyList<VariantEntry> compiled, string path)
    {
        var entry = compiled.Single(variant => variant.Facts.Path == path);
        var half = compiled.Single(variant => variant.Facts.Path == $"{path}-bfloat16");
        return new Subject(name, entry.Facts.Summary, entry, half, SpecOf(entry, compiled));
    }

    private static CompiledSpec SpecOf(VariantEntry entry, IReadOnlyList<VariantEntry> compiled)
    {
        var assembly = compiled == Product.All ? typeof(Product).Assembly : typeof(Here).Assembly;
        var texts = assembly.GetManifestResourceNames().Where(name => name.StartsWith("specs/", StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return (name["specs/".Length..], reader.ReadToEnd());
        });
        return SpecSet.Read(texts).Specs.Single(spec => spec.Path == entry.SpecFile).Compiled;
    }
}
