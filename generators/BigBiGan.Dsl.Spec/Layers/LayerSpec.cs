using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>What a layer file promises of a class that was written by hand: its shape rule and its costs.</summary>
/// <param name="Name">How specs call it: <c>squeeze-excite</c>.</param>
/// <param name="Class">The C# class with its namespace.</param>
/// <param name="Version">Raised by hand when the class calculates something else: results of both are not one experiment.</param>
/// <param name="TakesArgument">Whether the class's constructor takes a number beside channels and size.</param>
/// <param name="Channels">Of what it gives.</param>
/// <param name="Size">Of what it gives, height and width.</param>
/// <param name="Buffers">Numbers of state that are not trained.</param>
/// <param name="Kept">Numbers per image that training keeps for the backward pass.</param>
public sealed record LayerSpec(
    string Name, string Class, int Version, bool TakesArgument, Formula Channels, Formula Size, Formula Parameters, Formula MultiplyAdds, Formula Buffers, Formula Kept)
{
    public const int MostChannels = 1_048_576;
    public const int MostSize = 65_536;

    /// <summary>Each with its key.</summary>
    internal IEnumerable<(Key Key, Formula Formula)> Formulas =>
        [(LayerKeys.Channels, Channels), (LayerKeys.Size, Size), (LayerKeys.Parameters, Parameters), (LayerKeys.MultiplyAdds, MultiplyAdds), (LayerKeys.Buffers, Buffers), (LayerKeys.Kept, Kept)];

    /// <summary>What the layer gives at a place; null where its rule gives no image.</summary>
    public Shape? Output(LayerPlace place) =>
        Channels.At(place, out _) is { } channels and >= 1 and <= MostChannels && Size.At(place, out _) is { } size and >= 1 and <= MostSize
            ? Shape.Image((int)channels, (int)size)
            : null;

    /// <summary>Null where the file has problems.</summary>
    public static LayerSpec? Of(SpecFile file)
    {
        if (file is not { Kind: FileKind.Layer, Root: { } root, IsSound: true })
        {
            return null;
        }

        var tree = new ResolvedTree(root, file.Path);
        return new LayerSpec(
            tree.Get(LayerKeys.Layer),
            tree.Get(LayerKeys.Class),
            tree.Get(LayerKeys.Version),
            tree.Find(LayerKeys.Argument) is not null,
            tree.Get(LayerKeys.Channels),
            tree.Get(LayerKeys.Size),
            tree.Get(LayerKeys.Parameters),
            tree.Get(LayerKeys.MultiplyAdds),
            tree.Get(LayerKeys.Buffers),
            tree.Get(LayerKeys.Kept));
    }
}

/// <summary>A layer in a list of blocks.</summary>
/// <param name="Argument">Null where the spec gives none.</param>
/// <param name="Spec">Null as long as the variant is not bound to the layers of its folder.</param>
public sealed record LayerUse(string Name, int? Argument, LayerSpec? Spec = null)
{
    /// <summary>Behind what gives this image.</summary>
    public LayerPlace Behind(Shape image) => new(image.Channels, image.Height, Argument);
}
