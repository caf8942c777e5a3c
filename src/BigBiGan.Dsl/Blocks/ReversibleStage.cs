using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Blocks;

/// <summary>
/// Reversible units one after another that keep nothing but their output for the backward pass: there, each unit's input is
/// calculated again from what it gave, x2 = y1 and x1 = y2 - B(x2), from the last unit to the first (Gomez et al., 2017).
/// Memory does not grow with depth; a step takes about half as long again.
/// </summary>
public static class ReversibleStage
{
    /// <param name="units">All of the same channels, in the order in which x passes them.</param>
    public static Tensor Forward(Tensor x, params ReversibleUnit[] units)
    {
        if (!is_grad_enabled())
        {
            return Through(x, units);
        }

        // The parameters are inputs like x, so that autograd itself decides where their gradients go.
        object[] inputs = [x, units, .. units.SelectMany(unit => unit.parameters())];
        return Recomputed.apply(inputs)[0];
    }

    private static Tensor Through(Tensor x, ReversibleUnit[] units)
    {
        var h = x.alias();
        foreach (var unit in units)
        {
            var next = unit.Forward(h);
            h.Dispose();
            h = next;
        }

        return h;
    }

    private sealed class Recomputed : autograd.MultiTensorFunction<Recomputed>
    {
        private const string Units = "units";

        public override string Name => nameof(ReversibleStage);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            using var noGradient = no_grad(); // else the output would hold on to every unit's graph
            var units = (ReversibleUnit[])vars[1];
            var y = Through((Tensor)vars[0], units);
            ctx.save_for_backward([y]);
            ctx.save_data(Units, units);
            return [y];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            using var scope = NewDisposeScope();
            var units = (ReversibleUnit[])ctx.get_data(Units);
            var state = Halves(ctx.get_saved_variables()[0]);
            var gradient = Halves(grad_outputs[0]);
            using var kept = new KeptGradients(units);
            var ofParameters = new List<Tensor?>[units.Length];
            for (var i = units.Length - 1; i >= 0; i--)
            {
                ofParameters[i] = kept.Keep(units[i].Backward(ref state, ref gradient));
            }

            // x, the units themselves, and their parameters in the order of forward's inputs
            List<Tensor?> all = [cat([gradient.First, gradient.Second], 1), null, .. ofParameters.SelectMany(g => g)];
            all.ForEach(g => g?.MoveToOuterDisposeScope());
            return all!;
        }

        /// <summary>Copies of the two halves of the channels.</summary>
        private static (Tensor First, Tensor Second) Halves(Tensor whole)
        {
            var half = whole.size(1) / 2;
            using var first = whole.narrow(1, 0, half);
            using var second = whole.narrow(1, half, half);
            return (Copy(first), Copy(second));
        }

        /// <summary>In the order of the networks, never the tensor itself.</summary>
        private static Tensor Copy(Tensor slice)
        {
            using var ordered = MemoryOrder.Of(slice);
            return ordered.clone();
        }
    }
}
