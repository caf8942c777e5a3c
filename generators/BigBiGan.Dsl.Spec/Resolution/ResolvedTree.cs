using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>A merged tree, read by key.</summary>
/// <param name="root">Every node knows the file that gave it.</param>
/// <param name="ownFile">The variant's own file.</param>
/// <param name="chain">The variant's file and those that it extends; null where no file stands behind the tree, as in a cell of a grid.</param>
/// <param name="layers">Those that its lists of blocks may name.</param>
internal sealed class ResolvedTree(MappingNode root, string ownFile, IReadOnlyList<string>? chain = null, EquatableArray<CustomLayer> layers = default)
{
    private static readonly int Needs = Enum.GetValues(typeof(Precondition)).Length;
    private static readonly string[] GeneratorMlp = ["generator", "mlp"];
    private static readonly string[] EncoderMlp = ["encoder", "mlp"];
    private static readonly string[] DiscriminatorMlp = ["discriminator", "mlp"];

    /// <summary>By need, once asked: every key asks.</summary>
    private readonly bool?[] _has = new bool?[Needs];

    public MappingNode Root => root;

    public string OwnFile => ownFile;

    public IReadOnlyList<string>? Chain => chain;

    public EquatableArray<CustomLayer> Layers => layers;

    public bool HasEncoder => Has(Precondition.Encoder);

    /// <summary>Whether a key that needs this has a use. A group that is missing counts as there: that it is missing is reported.</summary>
    public bool Has(Precondition need) => _has[(int)need] ??= Look(need);

    private bool Look(Precondition need) => need switch
    {
        Precondition.Nothing => true,
        Precondition.Labels => Find(SpecKeys.Labels) is MappingNode,
        Precondition.ConvGenerator => !Has(Precondition.MlpGenerator),
        Precondition.MlpGenerator => Find(GeneratorMlp) is not null,
        Precondition.Encoder => Find(SpecKeys.Encoder) is not ScalarNode,
        Precondition.Backbone => Has(Precondition.Encoder) && !Has(Precondition.MlpEncoder),
        Precondition.RevNet => Find(SpecKeys.BackboneFamily) is ScalarNode { Text: "revnet" },
        Precondition.MlpEncoder => Find(EncoderMlp) is not null,
        Precondition.Discriminator => Find(SpecKeys.Discriminator) is not ScalarNode,
        Precondition.Trunk => Has(Precondition.Discriminator) && !Has(Precondition.MlpDiscriminator),
        Precondition.MlpDiscriminator => Find(DiscriminatorMlp) is not null,
        Precondition.Pairs => Has(Precondition.Encoder) && Has(Precondition.Trunk) && ScoresPairs,
        Precondition.Alternation => Has(Precondition.Discriminator) && Find(SpecKeys.Updates) is not ScalarNode { Text: "simultaneous" },
        Precondition.Crop => Find(SpecKeys.Crop) is MappingNode,
    };

    private bool ScoresPairs => Find(SpecKeys.Scores) is not SequenceNode scores || scores.Items.Any(item => item is ScalarNode { Text: "z" or "xz" });

    public SpecNode? Find(Key key) => Find(key.Segments);

    public SpecNode? Find(string path) => Find(path.Split('.'));

    /// <summary>The value, or the key's default where it is not given or has no effect.</summary>
    /// <exception cref="InvalidOperationException">The key is missing or unsound: both are reported before anything binds.</exception>
    public T Get<T>(Key<T> key)
    {
        if (Find(key) is not { } node || !Has(key.Precondition))
        {
            return key.Presence == Presence.Optional ? key.Default : throw new InvalidOperationException($"{key.Path} is missing in {ownFile}");
        }

        return key.Type.TryRead(node, key.Path, new Findings(node.File), out var value)
            ? value
            : throw new InvalidOperationException($"{key.Path} is unsound in {node.File}");
    }

    /// <summary>Whether the variant's own file gives the key, or a part of it.</summary>
    public bool IsOwn(string path) => Find(path)?.File == ownFile;

    /// <summary>Where a value is from: <c> (small/base.yaml:14)</c>, <c> (line 3)</c>, or nothing where the problem is shown in that line.</summary>
    public string Origin(string path) => Find(path) switch
    {
        null => " (the default)",
        var node when node.File == ownFile && chain is null => "",
        var node => Origins.Mark(node.File, path, chain?.TakeWhile(file => file != node.File).Skip(1) ?? []),
    };

    /// <summary>The same, with nothing for a default.</summary>
    public string Given(string path) => Find(path) is null ? "" : Origin(path);

    /// <summary><c>`latent.size` is `100` (small/base.yaml:14)</c>: how messages quote a key.</summary>
    public string Says(Key key)
    {
        var text = Find(key) is { } node ? key.Type.Canonical(node) : key.DefaultText;
        return $"`{key.Path}` is `{text}`{Origin(key.Path)}";
    }

    /// <summary>The canonical value, so that 500k is 500000 and a written default an absent key; null where the key has no effect.</summary>
    public string? Text(Key key) => Find(key) switch
    {
        null when !Has(key.Precondition) => null,
        null => key.DefaultText,
        MappingNode when SpecKeys.Members(key.Path) is not null => "{ … }",
        var node => key.Type.Canonical(node),
    };

    private SpecNode? Find(IReadOnlyList<string> segments)
    {
        SpecNode? node = root;
        foreach (var segment in segments)
        {
            node = (node as MappingNode)?[segment];
        }

        return node;
    }
}
