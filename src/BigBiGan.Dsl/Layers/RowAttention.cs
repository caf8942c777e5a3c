using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// softmax(queries keys) values, without scaling. Where the weights of one image are many, they are made, used and forgotten some
/// rows at a time, and made again for the backward pass: at 64x64 positions all of a batch's weights would be most of a step's memory.
/// </summary>
internal static class RowAttention
{
    /// <summary>Weights of one image up to which all of a batch are made at once, which is faster where they fit a cache.</summary>
    private const long Few = 1 << 18;

    /// <summary>Rows at a time: with a thousand keys their weights fit a core's cache.</summary>
    private const long Rows = 256;

    /// <param name="queries">[N, P, K]</param>
    /// <param name="keys">[N, K, M]</param>
    /// <param name="values">[N, M, C]</param>
    /// <returns>[N, P, C]</returns>
    public static Tensor Forward(Tensor queries, Tensor keys, Tensor values)
    {
        if (queries.size(1) * keys.size(2) <= Few)
        {
            return Whole(queries, keys, values);
        }

        return is_grad_enabled() ? Recomputed.apply(queries, keys, values)[0] : ByRows(queries, keys, values);
    }

    /// <summary>All weights at once.</summary>
    internal static Tensor Whole(Tensor queries, Tensor keys, Tensor values)
    {
        using var weights = Weights(queries, keys);
        return ProvenProduct.Of(weights, values);
    }

    private static Tensor Weights(Tensor queries, Tensor keys)
    {
        using var scores = ProvenProduct.Of(queries, keys);
        return functional.softmax(scores, -1);
    }

    private static Tensor ByRows(Tensor queries, Tensor keys, Tensor values)
    {
        var result = empty([queries.size(0), queries.size(1), values.size(2)], queries.dtype, queries.device);
        for (var image = 0L; image < queries.size(0); image++)
        {
            using var scope = NewDisposeScope();
            var (q, k, v, y) = (queries.select(0, image), keys.select(0, image), values.select(0, image), result.select(0, image));
            for (var row = 0L; row < q.size(0); row += Rows)
            {
                using var slice = Slice(y, row);
                using var part = Slice(q, row);
                using var attended = Whole(part, k, v);
                slice.copy_(attended);
            }
        }

        return result;
    }

    private static Tensor Slice(Tensor rows, long first) => rows.narrow(0, first, Math.Min(Rows, rows.size(0) - first));

    private sealed class Recomputed : autograd.MultiTensorFunction<Recomputed>
    {
        public override string Name => nameof(RowAttention);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            using var noGradient = no_grad();
            var (queries, keys, values) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
            ctx.save_for_backward([queries, keys, values]);
            return [ByRows(queries, keys, values)];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var saved = ctx.get_saved_variables();
            var (queries, keys, values, gradient) = (saved[0], saved[1], saved[2], grad_outputs[0]);
            var sums = HalfPrecision.Wide(queries);
            var ofQueries = empty_like(queries);
            var ofKeys = zeros(keys.shape, sums, keys.device);
            var ofValues = zeros(values.shape, sums, values.device);
            for (var image = 0L; image < queries.size(0); image++)
            {
                using var inner = NewDisposeScope();
                var (q, kT, vT) = (queries.select(0, image), keys.select(0, image).t(), values.select(0, image).t());
                var (g, k) = (gradient.select(0, image), keys.select(0, image));
                var (dq, dk, dv) = (ofQueries.select(0, image), ofKeys.select(0, image), ofValues.select(0, image));
                for (var row = 0L; row < q.size(0); row += Rows)
                {
                    using var rows = NewDisposeScope();
                    var (someQueries, someGradient) = (Slice(q, row), Slice(g, row));
                    var weights = Weights(someQueries, k);
                    dv.AddInPlace(ProvenProduct.Of(weights.t(), someGradient));
                    var ofScores = ThroughSoftmax(ProvenProduct.Of(someGradient, vT), weights);
                    Slice(dq, row).copy_(ProvenProduct.Of(ofScores, kT));
                    dk.AddInPlace(ProvenProduct.Of(someQueries.t(), ofScores));
                }
            }

            return [ofQueries.MoveToOuterDisposeScope(), ofKeys.to(keys.dtype).MoveToOuterDisposeScope(), ofValues.to(values.dtype).MoveToOuterDisposeScope()];
        }

        /// <summary>w (g - sum of w g over the row); overwrites both.</summary>
        private static Tensor ThroughSoftmax(Tensor gradient, Tensor weights)
        {
            var weighted = gradient.mul_(weights);
            var mean = weighted.sum(-1, keepdim: true);
            return weighted.sub_(weights.mul_(mean));
        }
    }
}
