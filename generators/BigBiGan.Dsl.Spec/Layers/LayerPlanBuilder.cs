using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>The leaf layers of one module, in the order in which they run. Costs are of the plain form of the algebra.</summary>
/// <param name="module">The module's state name: <c>block3</c>.</param>
internal sealed class LayerPlanBuilder(string module)
{
    private readonly List<LayerPlan> _layers = [];

    public EquatableArray<LayerPlan> ToArray() => _layers.ToEquatableArray();

    /// <summary>A leaf of any kind; an empty <paramref name="child"/> is the module itself.</summary>
    public Shape Add(string child, string operation, Shape input, Shape output, long parameters, long multiplyAdds, long buffers = 0, long saved = 0)
    {
        _layers.Add(new LayerPlan(child.Length == 0 ? module : $"{module}.{child}", operation, input, output, parameters, multiplyAdds, buffers, saved));
        return output;
    }

    public Shape Linear(string child, int input, int output, bool spectral) => Add(
        child,
        spectral ? "spectral linear" : "linear",
        Shape.Features(input),
        Shape.Features(output),
        ((long)input * output) + output,
        (long)input * output,
        buffers: spectral ? output : 0,
        saved: input);

    public Shape PlainLinear(string child, int input, int output) =>
        Add(child, "linear, no bias", Shape.Features(input), Shape.Features(output), (long)input * output, (long)input * output, saved: input);

    /// <summary>A convolution that keeps the size, or divides it by the stride.</summary>
    /// <param name="saved">What it keeps for the backward pass; its input where nothing is said.</param>
    public Shape Conv(string child, Shape input, int channels, int kernel, bool spectral, bool bias, int stride = 1, long? saved = null)
    {
        var output = Shape.Image(channels, (input.Height + stride - 1) / stride);
        var weights = (long)input.Channels * channels * kernel * kernel;
        var operation = (spectral ? "spectral conv " : "conv ") + (kernel, stride) switch
        {
            (1, 1) => "1x1",
            (3, 1) => "3x3",
            _ => $"{kernel}x{kernel}{(stride == 1 ? "" : $" stride {stride}")}",
        };
        return Add(
            child, operation, input, output,
            weights + (bias ? channels : 0), weights * output.Height * output.Width, spectral ? channels : 0, saved ?? input.Elements);
    }

    /// <summary>Batch norm with a gain and a bias per channel.</summary>
    public Shape Norm(string child, Shape input) => Add(child, "batch norm", input, input, 2L * input.Channels, 0, 2L * input.Channels, input.Elements);

    /// <summary>(1 + W_g c) * norm(h) + W_b c, with W without bias. The running statistics are state, not parameters.</summary>
    public Shape ConditionalNorm(string child, Shape input, int condition)
    {
        var map = (long)condition * input.Channels;
        Add($"{child}.gain", "spectral linear, no bias", Shape.Features(condition), Shape.Features(input.Channels), map, map, input.Channels, condition);
        Add($"{child}.bias", "spectral linear, no bias", Shape.Features(condition), Shape.Features(input.Channels), map, map, input.Channels);
        return Add($"{child}.norm", "batch norm, no affine", input, input, 0, 0, 2L * input.Channels, 2 * input.Elements); // the input and the normalised image
    }
}
