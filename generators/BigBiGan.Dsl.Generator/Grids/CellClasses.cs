using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Generator.Emission;
using BigBiGan.Dsl.Generator.Networks;

namespace BigBiGan.Dsl.Generator.Grids;

/// <summary>
/// The classes of the variants that only a grid has. Cells whose classes would be one text but for numbers share one, and so do their networks:
/// what the cells differ in is data. A network that a spec has is the spec's.
/// </summary>
internal sealed class CellClasses
{
    private readonly GridSource _source;
    private readonly Dictionary<string, NetworkClass> _networks;
    private readonly Dictionary<string, List<(OwnedNetworks Role, string Text)>> _networkTexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    private CellClasses(GridSource source)
    {
        _source = source;
        _networks = source.Known.ToDictionary(known => known.Signature, known => new NetworkClass(known.Class), StringComparer.Ordinal);
        foreach (var spec in source.Specs)
        {
            _entries[spec.Path] = Entry(spec.ClassName, spec.SpecFile);
        }
    }

    public List<EmittedFile> Files { get; } = [];

    /// <summary>Methods of the list that make an entry from facts and numbers, one for each class that several variants share.</summary>
    public List<string> Makers { get; } = [];

    private string Namespace => $"{_source.Namespace}.Cells.{_source.Name}";

    public static CellClasses Of(GridSource source)
    {
        var classes = new CellClasses(source);
        var sound = source.Own.Where(own => own.Spec.Variant is not null).ToList();
        foreach (var own in source.Own.Except(sound))
        {
            classes.AddStub(own);
        }

        var roles = new[] { OwnedNetworks.Generator, OwnedNetworks.Encoder, OwnedNetworks.F, OwnedNetworks.H, OwnedNetworks.J, OwnedNetworks.Discriminator };
        foreach (var role in roles)
        {
            classes.AddNetworks(role, sound);
        }

        classes.AddVariants(sound);
        return classes;
    }

    /// <summary>Classes that stand in for all.</summary>
    public static CellClasses Stubs(GridSource source)
    {
        var classes = new CellClasses(source);
        foreach (var own in source.Own)
        {
            classes.AddStub(own);
        }

        return classes;
    }

    /// <summary>The C# that makes a variant's entry.</summary>
    /// <param name="path">Of a variant of the grid.</param>
    public string EntryOf(string path) => _entries[path];

    private static string Entry(string className, string specFile) => $"new({className}.Description, {Literal.Of(specFile)}, {className}.Create)";

    private static string Hint(CompiledVariant own) => HintName.Of(own.SpecFile);

    private VariantClass ClassOf(CompiledVariant own) => new(Namespace, own.DeclaredName!, "public");

    private void AddStub(CompiledVariant own)
    {
        Files.Add(new EmittedFile(Hint(own), StubEmitter.Emit(ClassOf(own), _source.SpecFile), null));
        _entries[own.Spec.Variant?.Path ?? Path(own)] = Entry(ClassOf(own).FullName, _source.SpecFile);
    }

    private static string Path(CompiledVariant own) => own.SpecFile.Substring(0, own.SpecFile.Length - ".cell.yaml".Length);

    private void AddNetworks(OwnedNetworks role, IReadOnlyList<CompiledVariant> variants)
    {
        var missing = variants
            .Select(own => (Own: own, Key: own.Signatures!.ByRole.FirstOrDefault(network => network.Role == role)))
            .Where(one => one.Key is not null && !_networks.ContainsKey(one.Key.Signature))
            .GroupBy(one => one.Key.Signature).Select(same => same.First());
        var shapes = missing.Select(one => (one.Own, one.Key.Signature, Text: new NumberedText(Network(role, one.Own)))).GroupBy(one => one.Text.Shape);
        foreach (var shape in shapes)
        {
            var (all, name) = (shape.ToList(), shape.First().Own.DeclaredName + role);
            var shared = new SharedClass([.. all.Select(one => one.Text)]);
            for (var i = 0; i < all.Count; i++)
            {
                _networks.Add(all[i].Signature, new NetworkClass($"global::{Namespace}.{name}", shared.Arguments(i)));
            }

            var owner = all[0].Own.SpecFile;
            if (!_networkTexts.TryGetValue(owner, out var texts))
            {
                _networkTexts.Add(owner, texts = []);
            }

            texts.Add((role, shared.Emit(name)));
        }
    }

    private string Network(OwnedNetworks role, CompiledVariant own)
    {
        var code = new CodeWriter();
        NetworkEmitter.Emit(code, role, SharedClass.Name, SourceOf(own));
        return code.ToString();
    }

    private void AddVariants(IReadOnlyList<CompiledVariant> variants)
    {
        var shapes = variants.Select(own => (Own: own, Source: SourceOf(own)))
            .Select(one => (one.Own, one.Source, Text: new NumberedText(Variant(one.Source))))
            .GroupBy(one => one.Text.Shape);
        foreach (var shape in shapes)
        {
            var all = shape.ToList();
            var (first, source) = (all[0].Own, all[0].Source);
            var code = new CodeWriter();
            SourceFile.Begin(code, source.SpecFile, source.Class.Namespace);
            if (all.Count == 1)
            {
                VariantEmitter.EmitClass(code, source);
                _entries[source.Variant.Path] = Entry(source.Class.FullName, _source.SpecFile);
            }
            else
            {
                var shared = new SharedClass([.. all.Select(one => one.Text)]);
                code.Line();
                code.Text(shared.Emit(source.Class.Name));
                AddMaker(source.Class, shared);
                for (var i = 0; i < all.Count; i++)
                {
                    var numbers = shared.Arguments(i);
                    _entries[all[i].Source.Variant.Path] =
                        $"{Maker(source.Class)}({FactsEmitter.Row(all[i].Source)}{(numbers.Length > 0 ? ", " : "")}{numbers})";
                }
            }

            foreach (var (_, text) in all
                .SelectMany(one => _networkTexts.TryGetValue(one.Own.SpecFile, out var texts) ? texts : [])
                .OrderBy(one => NetworkEmitter.Order(one.Role)))
            {
                code.Line();
                code.Text(text);
            }

            Files.Add(new EmittedFile(Hint(first), code.ToString(), null));
        }
    }

    private static string Variant(VariantSource source)
    {
        var code = new CodeWriter();
        VariantEmitter.EmitShared(code, SharedClass.Name, source);
        return code.ToString();
    }

    private static string Maker(VariantClass type) => $"Entry_{type.Name}";

    private void AddMaker(VariantClass type, SharedClass shared)
    {
        var (parameters, passed) = shared.Parameters.Length > 0 ? ($", {shared.Parameters}", $", {shared.Passed}") : ("", "");
        Makers.Add(
            $"private static {FullName.Library}.VariantEntry {Maker(type)}({FullName.Library}.VariantFacts facts{parameters}) "
                + $"=> new(facts, {Literal.Of(_source.SpecFile)}, (device, seed) => new {type.FullName}(facts, device, seed{passed}));");
    }

    private VariantSource SourceOf(CompiledVariant own) =>
        new(own.Spec.Variant!, own.Spec.Plan!, NamesOf(own), ClassOf(own), _source.SpecFile, _source.Namespace, own.SpecHash);

    /// <summary>Those of D and of what it is made of are known one after the other.</summary>
    private NetworkNames NamesOf(CompiledVariant own)
    {
        var signatures = own.Signatures!;
        return new NetworkNames(
            Known(signatures.Generator)!, Known(signatures.Encoder), Known(signatures.F),
            Known(signatures.H), Known(signatures.J), Known(signatures.Discriminator), OwnedNetworks.None);

        NetworkClass? Known(string? signature) => signature is not null && _networks.TryGetValue(signature, out var network) ? network : null;
    }
}
