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
    private readonly string[] names;
    private readonly Parameter[] parameters;
    private readonly Tensor[] averages;
    private readonly Scalar weight;
    private bool applied;

    /// <summary>Starts at the network's parameters.</summary>
    public Ema(Network network, double decay)
    {
        var named = network.named_parameters().ToArray();
        names = [.. named.Select(entry => entry.name)];
        parameters = [.. named.Select(entry => entry.parameter)];
        averages = [.. parameters.Select(Copy)];
        weight = (1 - decay).ToScalar();
    }

    /// <summary>The averages by parameter name.</summary>
    /// <exception cref="InvalidOperationException">The averages are in the network at this moment.</exception>
    public IEnumerable<(string Name, Tensor Tensor)> State => Home(names.Zip(averages));

    /// <summary>Begins once more at the network's parameters, as they are now.</summary>
    /// <exception cref="InvalidOperationException">The averages are in the network at this moment.</exception>
    public void Begin()
    {
        using var withoutGradient = no_grad();
        foreach (var (average, parameter) in Home(averages).Zip(parameters))
        {
            average.copy_(parameter);
        }
    }

    /// <summary>Moves the averages towards the parameters.</summary>
    /// <exception cref="InvalidOperationException">The averages are in the network at this moment.</exception>
    public void Update()
    {
        using var withoutGradient = no_grad();
        FusedKernels.Invoke("lerp", Home(averages), parameters, weight);
    }

    /// <summary>
    /// Exchanges the network's parameters with the averages until the result is disposed: <c>using var _ = ema.Applied();</c>.
    /// </summary>
    public IDisposable Applied()
    {
        Home(averages);
        Exchange();
        return new Return(this);
    }

    public void Dispose()
    {
        foreach (var average in averages)
        {
            average.Dispose();
        }

        weight.Dispose();
    }

    // By value and tensor by tensor: the modules keep their parameter objects, and no second copy of the network is needed.
    private void Exchange()
    {
        using var withoutGradient = no_grad();
        for (var i = 0; i < parameters.Length; i++)
        {
            using var scope = NewDisposeScope();
            var parameter = parameters[i].clone();
            parameters[i].copy_(averages[i]);
            averages[i].copy_(parameter);
        }

        applied = !applied;
    }

    private T Home<T>(T value) => applied
        ? throw new InvalidOperationException("The averages are applied to the network; dispose what Applied returned first.")
        : value;

    private static Tensor Copy(Tensor parameter) => parameter.detach().clone().DetachFromDisposeScope();

    private sealed class Return(Ema ema) : IDisposable
    {
        public void Dispose()
        {
            if (ema.applied)
            {
                ema.Exchange();
            }
        }
    }
}
