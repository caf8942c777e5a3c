using BigBiGan.Dsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// The normalised weight of a layer in evaluation. It holds as long as the weight and u are the same tensors with the same
/// versions: an optimiser step, a moving average, a loaded checkpoint or a move to a device makes it stale.
/// </summary>
internal sealed class EvaluationCache : IDisposable
{
    private Tensor? kernel;
    private Tensor? weightThen;
    private Tensor? uThen;
    private (long Weight, long U) versionsThen;
    private FusedResampling formThen;

    /// <summary>The caller's own handle, or null where there is nothing that holds.</summary>
    public Tensor? Find(Parameter weight, Tensor u, FusedResampling form) =>
        kernel is not null && ReferenceEquals(weight, weightThen) && ReferenceEquals(u, uThen) && form == formThen
            && versionsThen == Versions(weight, u)
            ? kernel.alias()
            : null;

    public void Keep(Parameter weight, Tensor u, FusedResampling form, Tensor made)
    {
        kernel?.Dispose();
        kernel = made.alias().DetachFromDisposeScope();
        (weightThen, uThen, formThen) = (weight, u, form);
        versionsThen = Versions(weight, u);
    }

    public void Dispose() => kernel?.Dispose();

    private static (long Weight, long U) Versions(Tensor weight, Tensor u) => (TensorVersion.Of(weight), TensorVersion.Of(u));
}
