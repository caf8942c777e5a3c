using BigBiGan.Dsl.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Training.Optimisers;

/// <summary>
/// Adam (Kingma and Ba, algorithm 1) over all parameters of one network:
/// m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  p -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon).
/// </summary>
public sealed class Adam : IDisposable
{
    private readonly string[] _names;
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly Tensor _step;
    private Scalar _rate;
    private readonly Scalar _beta1;
    private readonly Scalar _beta2;
    private readonly Scalar _epsilon;

    /// <summary>Starts with zero moments; the network must already be on its device.</summary>
    public Adam(Network network, AdamSettings settings)
    {
        var named = network.named_parameters().ToArray();
        _names = [.. named.Select(entry => entry.name)];
        _parameters = [.. named.Select(entry => entry.parameter)];
        _means = [.. _parameters.Select(Zeros)];
        _squares = [.. _parameters.Select(Zeros)];
        _step = zeros([], ScalarType.Float32, _parameters[0].device).DetachFromDisposeScope(); // exact up to 2^24 steps
        _rate = settings.Rate.ToScalar();
        Rate = settings.Rate; // the number beside its operand
        _beta1 = settings.Beta1.ToScalar();
        _beta2 = settings.Beta2.ToScalar();
        _epsilon = settings.Epsilon.ToScalar();
    }

    /// <summary>The learning rate of the next steps; a schedule sets it.</summary>
    public double Rate
    {
        get;
        set
        {
            _rate.Dispose();
            _rate = value.ToScalar();
            field = value;
        }
    }

    /// <summary>The means and squares of all gradients, which each step changes with the parameters.</summary>
    internal IEnumerable<Tensor> Moments => _means.Concat(_squares);

    /// <summary>Steps so far. []</summary>
    internal Tensor Steps => _step;

    /// <summary>The state by name: <c>step</c>, and <c>PARAMETER.exp_avg</c> and <c>PARAMETER.exp_avg_sq</c> for every parameter.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State
    {
        get
        {
            yield return ("step", _step);
            for (var i = 0; i < _names.Length; i++)
            {
                yield return ($"{_names[i]}.exp_avg", _means[i]);
                yield return ($"{_names[i]}.exp_avg_sq", _squares[i]);
            }
        }
    }

    /// <summary>Of every parameter in order; they belong to the caller's dispose scope.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no gradient.</exception>
    public Tensor[] Gradients()
    {
        var gradients = new Tensor[_parameters.Length];
        for (var i = 0; i < _parameters.Length; i++)
        {
            gradients[i] = _parameters[i].grad
                ?? throw new InvalidOperationException($"The parameter '{_names[i]}' has no gradient: the loss does not reach it.");
        }

        return gradients;
    }

    /// <summary>Updates every parameter from its gradient, then drops the gradients.</summary>
    /// <param name="gradients">As <see cref="Gradients"/> gave them.</param>
    /// <param name="owned">Positions of the parameters to update, where others update the rest; null for all.</param>
    public void Step(Tensor[] gradients, IReadOnlyList<int>? owned = null)
    {
        using var withoutGradient = no_grad();
        FusedKernels.Invoke(
            "adam", Mine(_parameters), Mine(gradients), Mine(_means), Mine(_squares), _step, _rate, _beta1, _beta2, _epsilon);
        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }

        T[] Mine<T>(T[] all) => Owned.Of(all, owned);
    }

    public void Dispose()
    {
        foreach (var tensor in (IEnumerable<Tensor>)[_step, .. _means, .. _squares])
        {
            tensor.Dispose();
        }

        foreach (var scalar in (IEnumerable<Scalar>)[_rate, _beta1, _beta2, _epsilon])
        {
            scalar.Dispose();
        }
    }

    private static Tensor Zeros(Tensor parameter) => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
}
