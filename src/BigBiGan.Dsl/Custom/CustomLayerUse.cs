namespace BigBiGan.Dsl.Custom;

/// <summary>A place where a variant has a layer of the user's own, with what the layer's file promises there; written by the compiler.</summary>
/// <param name="layer">The layer's name: <c>squeeze-excite</c>.</param>
/// <param name="channels">C of its input.</param>
/// <param name="size">Height and width of its input.</param>
/// <param name="argument">Null where the layer takes none.</param>
/// <param name="outputChannels">By the file's <c>output.channels</c>.</param>
/// <param name="outputSize">By the file's <c>output.size</c>.</param>
/// <param name="parameters">By the file's formula.</param>
/// <param name="buffers">By the file's formula.</param>
/// <param name="precision">In what the network around it calculates.</param>
/// <param name="create">Makes the layer as the network does.</param>
public sealed class CustomLayerUse(
    string layer, int channels, int size, int? argument, int outputChannels, int outputSize,
    long parameters, long buffers, Precision precision, Func<CustomLayer> create)
{
    /// <summary>The layer's name: <c>squeeze-excite</c>.</summary>
    public string Layer => layer;

    /// <summary>Lets the real class run at this place, forward and backward, on the CPU: what it does against what its file promises.</summary>
    /// <returns>One line for each promise that does not hold; empty where all hold.</returns>
    public IReadOnlyList<string> Prove() =>
        [.. new LayerProof(channels, size, outputChannels, outputSize, parameters, buffers, precision, create).Run().Select(fault => $"{this} {fault}")];

    /// <summary><c>squeeze-excite at C = 64, S = 16, n = 4</c>.</summary>
    public override string ToString() =>
        $"{layer} at C = {channels}, S = {size}{(argument is null ? "" : $", n = {argument}")}{(precision == Precision.BFloat16 ? ", bfloat16" : "")}";
}
