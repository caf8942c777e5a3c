namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>What a layer file promises of a class that was written by hand: its shape rule and its costs.</summary>
/// <param name="Name">How specs call it: <c>squeeze-excite</c>.</param>
/// <param name="Class">The C# class with its namespace.</param>
/// <param name="Version">Raised by hand when the class calculates something else: results of both are not one experiment.</param>
/// <param name="TakesArgument">Whether the class's constructor takes a number beside channels and size.</param>
/// <param name="Channels">Of what it gives.</param>
/// <param name="Size">Of what it gives, height and width.</param>
/// <param name="Buffers">Numbers of state that are not trained.</param>
/// <param name="SavedActivations">Numbers per image that training keeps for the backward pass.</param>
public sealed record CustomLayer(
    string Name, string Class, int Version, bool TakesArgument,
    Formula Channels, Formula Size, Formula Parameters, Formula MultiplyAdds, Formula Buffers, Formula SavedActivations)
{
    public const string ChannelsKey = "output.channels";
    public const string SizeKey = "output.size";
    public const string ParametersKey = "parameters";
    public const string MultiplyAddsKey = "multiply-adds";
    public const string BuffersKey = "buffers";
    public const string KeptKey = "kept";

    private const int MostChannels = 1_048_576;
    private const int MostSize = 65_536;

    /// <summary>Each with the key that gives it.</summary>
    private IEnumerable<(string Key, Formula Formula)> Formulas =>
        [
            (ChannelsKey, Channels), (SizeKey, Size), (ParametersKey, Parameters),
            (MultiplyAddsKey, MultiplyAdds), (BuffersKey, Buffers), (KeptKey, SavedActivations),
        ];

    /// <summary>What the layer gives at a place; null where its rule gives no image.</summary>
    public Shape? Output(LayerPlace place) =>
        Channels.At(place, out _) is { } channels and >= 1 and <= MostChannels && Size.At(place, out _) is { } size and >= 1 and <= MostSize
            ? Shape.Image((int)channels, (int)size)
            : null;

    /// <summary>Why the layer cannot stand at a place, or null.</summary>
    internal string? Fault(LayerPlace place)
    {
        if (TakesArgument != place.Argument is not null)
        {
            return TakesArgument
                ? $"gives `{Name}` no argument, which its file asks for; write `{{ layer: {Name}, argument: n }}`"
                : $"gives `{Name}` an argument, and its file knows none; write `{{ layer: {Name} }}`";
        }

        foreach (var (key, formula) in Formulas)
        {
            if (formula.At(place, out var fault) is null)
            {
                return $"is `{Name}` at {place}, where its `{key}` {fault}; change the blocks{(TakesArgument ? ", the argument" : "")} or the layer's file";
            }
        }

        return Output(place) is null
            ? $"is `{Name}` at {place}, where it gives {Channels.At(place, out _)} channels of size {Size.At(place, out _)}; "
                + $"expected 1 to {MostChannels} channels of size 1 to {MostSize}"
            : null;
    }
}

/// <summary>A layer in a list of blocks.</summary>
/// <param name="Argument">Null where the spec gives none.</param>
/// <param name="Spec">Null as long as the variant is not bound to the layers of its folder.</param>
public sealed record LayerUse(string Name, int? Argument, CustomLayer? Spec = null)
{
    /// <summary>Behind what gives this image.</summary>
    public LayerPlace Behind(Shape image) => new(image.Channels, image.Height, Argument);
}
