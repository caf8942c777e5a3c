using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The table of all keys of a layer file: a class of the user's own, as specs may use it.</summary>
public static class LayerKeys
{
    private static readonly KeyRows Rows = new(); // before all rows: initializers run in the order of the text

    public static readonly Key<string> Layer = Rows.Required(
        "layer", new LayerNameType(),
        "the name by which lists of blocks use it; all folders share the names", "squeeze-excite");
    public static readonly Key<string> Class = Rows.Required(
        "class", new ClassNameType(),
        "the C# class: it derives from `CustomLayer`, and its public constructor takes `(int channels, int size)`, and `int argument` where the layer has one",
        "MyLab.SqueezeExcite");
    public static readonly Key<string> Summary = Rows.Optional("summary", new TextType(), "", "one line for people", "\"gates channels by their mean\"");
    public static readonly Key<int> Version = Rows.Optional(
        "version", new IntegerType(1, 1_000_000), 1,
        "to be raised when the class calculates something else: it is part of the identity of a run", "2");
    public static readonly Key<string> Argument = Rows.Optional(
        "argument", new TextType(), "",
        "what the number `n` of a use means; without this key the layer takes none", "\"factor by which the channels are squeezed\"", none: true);
    public static readonly Key<Formula> Channels = Formula(CustomLayer.ChannelsKey, "C", "channels of what it gives");
    public static readonly Key<Formula> Size = Formula(CustomLayer.SizeKey, "S", "height and width of what it gives");
    public static readonly Key<Formula> Parameters = Rows.Required(
        CustomLayer.ParametersKey, new FormulaType(),
        "numbers that are trained", "2 * C * C / n + C / n + C");
    public static readonly Key<Formula> MultiplyAdds = Rows.Required(CustomLayer.MultiplyAddsKey, new FormulaType(), "per image", "2 * C * C / n");
    public static readonly Key<Formula> Buffers = Formula(CustomLayer.BuffersKey, "0", "numbers of state that are not trained, such as running statistics");
    public static readonly Key<Formula> SavedActivations = Formula(
        CustomLayer.KeptKey, "C * S * S",
        "numbers per image that training keeps for the backward pass");

    /// <summary>In the order of docs/custom-layers.md.</summary>
    public static KeySet Table { get; } = new("a layer", "docs/custom-layers.md", inherits: false, Rows.All);

    private static Key<Formula> Formula(string path, string fallback, string description) =>
        Rows.Optional(path, new FormulaType(), Layers.Formula.Parse(fallback, out _)!, description, fallback);
}
