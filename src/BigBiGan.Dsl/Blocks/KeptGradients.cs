using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// The gradients of all parameters of a reversible stage, in one piece of memory that is taken before its first unit goes back. Small
/// pieces that stay, taken between the large ones that go, cut up what is free: a stage then takes new memory for every unit.
/// </summary>
internal sealed class KeptGradients : IDisposable
{
    private readonly Tensor _all;
    private long _taken;

    public KeptGradients(IReadOnlyList<ReversibleUnit> units)
    {
        var parameters = units.SelectMany(unit => unit.parameters()).ToList();
        _all = empty(parameters.Sum(parameter => parameter.numel()), parameters[0].dtype, parameters[0].device);
    }

    /// <summary>Moves a unit's gradients in; null where a parameter is frozen.</summary>
    public List<Tensor?> Keep(List<Tensor?> gradients) => gradients.ConvertAll(gradient => gradient is null ? null : Moved(gradient));

    public void Dispose() => _all.Dispose();

    private Tensor Moved(Tensor gradient)
    {
        using (gradient)
        using (var place = _all.narrow(0, _taken, gradient.numel()))
        {
            _taken += gradient.numel();
            return place.view(gradient.shape).copy_(gradient);
        }
    }
}
