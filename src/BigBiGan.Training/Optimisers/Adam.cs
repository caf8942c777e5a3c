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
    private readonly string[] names;
    private readonly Parameter[] parameters;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly Tensor step;
    private Scalar rate;
    private readonly Scalar beta1;
    private readonly Scalar beta2;
    private readonly Scalar epsilon;

    /// <summary>Starts with zero moments; the network must already be on its device.</summary>
    public Adam(Network network, AdamSettings settings)
    {
        var named = network.named_parameters().ToArray();
        names = [.. named.Select(entry => entry.name)];
        parameters = [.. named.Select(entry => entry.parameter)];
        means = [.. parameters.Select(Zeros)];
        squares = [.. parameters.Select(Zeros)];
        step = zeros([], ScalarType.Float32, parameters[0].device).DetachFromDisposeScope(); // exact up to 2^24 steps
        rate = settings.Rate.ToScalar();
        Rate = settings.Rate; // the number beside its operand
        beta1 = settings.Beta1.ToScalar();
        beta2 = settings.Beta2.ToScalar();
        epsilon = settings.Epsilon.ToScalar();
    }

    /// <summary>The learning rate of the next steps; a schedule sets it.</summary>
    public double Rate
    {
        get;
        set
        {
            rate.Dispose();
            rate = value.ToScalar();
            field = value;
        }
    }

    /// <summary>The state by name: <c>step</c>, and <c>PARAMETER.exp_avg</c> and <c>PARAMETER.exp_avg_sq</c> for every parameter.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State
    {
        get
        {
            yield return ("step", step);
            for (var i = 0; i < names.Length; i++)
            {
                yield return ($"{names[i]}.exp_avg", means[i]);
                yield return ($"{names[i]}.exp_avg_sq", squares[i]);
            }
        }
    }

    /// <summary>Of every parameter in order; they belong to the caller's dispose scope.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no gradient.</exception>
    public Tensor[] Gradients()
    {
        var gradients = new Tensor[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            gradients[i] = parameters[i].grad
                ?? throw new InvalidOperationException($"The parameter '{names[i]}' has no gradient: the loss does not reach it.");
        }

        return gradients;
    }

    /// <summary>Updates every parameter from its gradient, then drops the gradients.</summary>
    /// <param name="gradients">As <see cref="Gradients"/> gave them.</param>
    public void Step(Tensor[] gradients)
    {
        using var withoutGradient = no_grad();
        FusedKernels.Invoke("adam", parameters, gradients, means, squares, step, rate, beta1, beta2, epsilon);
        foreach (var parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var tensor in (IEnumerable<Tensor>)[step, .. means, .. squares])
        {
            tensor.Dispose();
        }

        foreach (var scalar in (IEnumerable<Scalar>)[rate, beta1, beta2, epsilon])
        {
            scalar.Dispose();
        }
    }

    private static Tensor Zeros(Tensor parameter) => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
}
