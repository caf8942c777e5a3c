using BigBiGan.Dsl.Layers;
using TorchSharp;

namespace BigBiGan.Dsl.Custom;

/// <summary>
/// A layer of the user's own: what a layer file (<c>layer: squeeze-excite</c>) names as its class. Its public constructor
/// takes <c>(int channels, int size)</c>, and <c>int argument</c> where the file has one; it registers its members as
/// every <see cref="Network"/> does, and leaves their first values to the network that it is a part of.
/// </summary>
/// <remarks>
/// Write <c>x.Add(y)</c> and the like of <see cref="Native.ScalarOperands"/> in place of <c>x + y</c> and <c>2 * x</c>: in TorchSharp's own the finalizer
/// may free a number while it is being read, which ends a run once in some hundred thousand calls.
/// </remarks>
/// <param name="name">The class's name.</param>
public abstract class CustomLayer(string name) : Network(name)
{
    /// <summary>
    /// [N, C, S, S] -> what the layer's file says, in the type of its input (float32, or bfloat16 where a variant asks for
    /// it). Leaves its input alone, frees what it made at the last use, and returns a tensor of the caller's. In evaluation several threads may call it
    /// at once.
    /// </summary>
    public abstract torch.Tensor Forward(torch.Tensor x);
}
