using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>(x1, x2) -> (x2, x1 + B(x2)) on the two halves of the channels (Gomez et al., 2017). [N, channels, H, W] -> the same</summary>
public sealed class ReversibleUnit : Network
{
    private readonly int _half;

    /// <param name="channels">Of both halves together.</param>
    /// <param name="middle">B's bottleneck.</param>
    public ReversibleUnit(int channels, int middle)
        : base(nameof(ReversibleUnit))
    {
        _half = channels / 2;
        Residual = Register("residual", new ReversibleResidual(_half, middle));
    }

    public ReversibleResidual Residual { get; }

    public Tensor Forward(Tensor x)
    {
        using var x1 = x.narrow(1, 0, _half);
        using var x2 = Half(x);
        using var y2 = Residual.Forward(x2).AddInPlace(x1);
        return cat([x2, y2], 1);
    }

    /// <summary>
    /// From the unit's output (y1, y2) and its gradient to its input (x1, x2) and that one's gradient, in place, and the gradients of
    /// the parameters (null for frozen ones). The running statistics stay as forward left them.
    /// </summary>
    internal List<Tensor?> Backward(ref (Tensor First, Tensor Second) state, ref (Tensor First, Tensor Second) gradient)
    {
        var trained = parameters().ToArray();
        var free = trained.Where(parameter => parameter.requires_grad).ToArray();
        using var x2 = state.First.detach().requires_grad_(); // y1 = x2
        IList<Tensor> gradients;
        using (enable_grad())
        using (var b = Residual.ForwardAgain(x2))
        {
            gradients = autograd.grad([b], [x2, .. free], [gradient.Second]);
            using var constant = b.detach();
            state.Second.sub_(constant); // x1 = y2 - B(x2)
        }

        using (var throughB = gradients[0])
        {
            gradient.First.AddInPlace(throughB);
        }

        state = (state.Second, state.First);
        gradient = (gradient.Second, gradient.First);
        var rest = new Queue<Tensor>(gradients.Skip(1));
        return [.. trained.Select(parameter => parameter.requires_grad ? rest.Dequeue() : null)];
    }

    /// <summary>A copy, because batch norm is slow on a slice of the channels.</summary>
    private Tensor Half(Tensor x)
    {
        using var slice = x.narrow(1, _half, _half);
        return MemoryOrder.Of(slice);
    }
}
