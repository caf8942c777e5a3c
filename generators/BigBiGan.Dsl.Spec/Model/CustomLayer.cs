namespace BigBiGan.Dsl.Spec.Model;

/// <summary>What a layer file promises of a class that was written by hand: its shape rule and its costs.</summary>
/// <param name="Name">How specs call it: <c>squeeze-excite</c>.</param>
/// <param name="Class">The C# class with its namespace.</param>
/// <param name="Version">Raised by hand when the class calculates something else: results of both are not one experiment.</param>
/// <param name="TakesArgument">Whether the class's constructor takes a number beside channels and size.</param>
/// <param name="Channels">Of what it gives.</param>
/// <param name="Size">Of what it gives, height and width.</param>
/// <param name="Buffers">Numbers of state that are not trained.</param>
/// <param name="Kept">Numbers per image that training keeps for the backward pass.</param>
public sealed record CustomLayer(
    string Name, string Class, int Version, bool TakesArgument, Formula Channels, Formula Size, Formula Parameters, Formula MultiplyAdds, Formula Buffers, Formula Kept)
{
    public const int MostChannels = 1_048_576;
    public const int MostSize = 65_536;

    /// <summary>What the layer gives at a place; null where its rule gives no image.</summary>
    public Shape? Output(LayerPlace place) =>
        Channels.At(place, out _) is { } channels and >= 1 and <= MostChannels && Size.At(place, out _) is { } size and >= 1 and <= MostSize
            ? Shape.Image((int)channels, (int)size)
            : null;
}

/// <summary>A layer in a list of blocks.</summary>
/// <param name="Argument">Null where the spec gives none.</param>
/// <param name="Spec">Null as long as the variant is not bound to the layers of its folder.</param>
public sealed record LayerUse(string Name, int? Argument, CustomLayer? Spec = null)
{
    /// <summary>Behind what gives this image.</summary>
    public LayerPlace Behind(Shape image) => new(image.Channels, image.Height, Argument);
}
