using BigBiGan.Dsl.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BigBiGan.Training.Optimisers;

/// <summary>
/// The exponential moving average of a network's parameters: a = decay a + (1 - decay) p after each update. Buffers are not
/// averaged: statistics and spectral vectors belong to the weights they were taken with.
/// </summary>
public sealed class Ema : IDisposable
{
    private readonly string[] _names;
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _averages;
    private readonly Scalar _weight;
    private bool _applied;

    /// <summary>Starts at the network's parameters.</summary>
    public Ema(Network network, double decay)
    {
        var named = network.named_parameters().ToArray();
        _names = [.. named.Select(entry => entry.name)];
        _parameters = [.. named.Select(entry => entry.parameter)];
        _averages = [.. _parameters.Select(Copy)];
        _weight = (1 - decay).ToScalar();
    }

    /// <summary>The averages by parameter name.</summary>
    /// <exception cref="InvalidOperationException">The averages are in the network at this moment.</exception>
    public IEnumerable<(string Name, Tensor Tensor)> State => Home(_names.Zip(_averages));

    /// <summary>Begins once more at the network's parameters, as they are now.</summary>
    /// <param name="owned">Positions of the parameters whose averages begin, where others take the rest; null for all.</param>
    /// <exception cref="InvalidOperationException">The averages are in the network at this moment.</exception>
    public void Begin(IReadOnlyList<int>? owned = null)
    {
        using var withoutGradient = no_grad();
        foreach (var (average, parameter) in Owned.Of(Home(_averages), owned).Zip(Owned.Of(_parameters, owned)))
        {
            average.copy_(parameter);
        }
    }

    /// <summary>Moves the averages towards the parameters.</summary>
    /// <param name="owned">Positions of the parameters whose averages move, where others move the rest; null for all.</param>
    /// <exception cref="InvalidOperationException">The averages are in the network at this moment.</exception>
    public void Update(IReadOnlyList<int>? owned = null)
    {
        using var withoutGradient = no_grad();
        FusedKernels.Invoke("lerp", Owned.Of(Home(_averages), owned), Owned.Of(_parameters, owned), _weight);
    }

    /// <summary>
    /// Exchanges the network's parameters with the averages until the result is disposed: <c>using var _ = ema.Applied();</c>.
    /// </summary>
    public IDisposable Applied()
    {
        Home(_averages);
        Exchange();
        return new Return(this);
    }

    public void Dispose()
    {
        foreach (var average in _averages)
        {
            average.Dispose();
        }

        _weight.Dispose();
    }

    // By value and tensor by tensor: the modules keep their parameter objects, and no second copy of the network is needed.
    private void Exchange()
    {
        using var withoutGradient = no_grad();
        for (var i = 0; i < _parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            var parameter = _parameters[i].clone();
            _parameters[i].copy_(_averages[i]);
            _averages[i].copy_(parameter);
        }

        _applied = !_applied;
    }

    private T Home<T>(T value) => _applied
        ? throw new InvalidOperationException("The averages are applied to the network; dispose what Applied returned first.")
        : value;

    private static Tensor Copy(Tensor parameter) => parameter.detach().clone().DetachFromDisposeScope();

    private sealed class Return(Ema ema) : IDisposable
    {
        public void Dispose()
        {
            if (ema._applied)
            {
                ema.Exchange();
            }
        }
    }
}
