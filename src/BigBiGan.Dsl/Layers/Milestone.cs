using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>A tensor as it is, whose place in a backward pass tells the other replicas how far the pass has come.</summary>
internal static class Milestone
{
    private const string Kept = "replicas";

    /// <param name="passed">No longer the caller's.</param>
    public static Tensor Of(Tensor passed, Collective replicas)
    {
        if (!passed.requires_grad)
        {
            return passed;
        }

        using (passed)
        {
            return Function.apply(replicas, passed)[0];
        }
    }

    private sealed class Function : autograd.MultiTensorFunction<Function>
    {
        public override string Name => nameof(Milestone);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data(Kept, vars[0]);
            return [((Tensor)vars[1]).alias()];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            ((Collective)ctx.get_data(Kept)).Progress();
            return [null!, grad_outputs[0].alias()];
        }
    }
}
