using BigBiGan.Dsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// The normalised weight of a layer in evaluation. It holds as long as the weight and u are the same tensors with the same
/// versions: an optimiser step, a moving average, a loaded checkpoint or a move to a device makes it stale. Several threads may evaluate a layer at once:
/// those that find nothing calculate the same weight each, and the last one is kept. Where replicas share weights, a step that another one takes moves
/// no version of this one's weight: it is seen by u, which every training forward before a step has moved.
/// </summary>
internal sealed class EvaluationCache : IDisposable
{
    private readonly Lock _gate = new();
    private Tensor? _kernel;
    private Tensor? _weightThen;
    private Tensor? _uThen;
    private (long Weight, long U) _versionsThen;
    private FusedResampling _formThen;

    /// <summary>The caller's own handle, or null where there is nothing that holds.</summary>
    public Tensor? Find(Parameter weight, Tensor u, FusedResampling form)
    {
        lock (_gate)
        {
            return _kernel is not null && ReferenceEquals(weight, _weightThen) && ReferenceEquals(u, _uThen) && form == _formThen
                && _versionsThen == Versions(weight, u)
                ? _kernel.alias()
                : null;
        }
    }

    public void Keep(Parameter weight, Tensor u, FusedResampling form, Tensor made)
    {
        lock (_gate)
        {
            _kernel?.Dispose();
            _kernel = made.alias().DetachFromDisposeScope();
            (_weightThen, _uThen, _formThen) = (weight, u, form);
            _versionsThen = Versions(weight, u);
        }
    }

    public void Dispose() => _kernel?.Dispose();

    private static (long Weight, long U) Versions(Tensor weight, Tensor u) => (TensorVersion.Of(weight), TensorVersion.Of(u));
}
