using BigBiGan.Dsl.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// Batch norm in training whose statistics are those of all replicas' parts of a batch together, forward and backward: n replicas of b images
/// are normalised as one of n b. Two small tensors per replica are gathered each way. By operations, on any device:
/// <see cref="RowBatchNorm"/> is the same where rows of channels lie in the CPU's memory.
/// </summary>
internal static class SyncBatchNorm
{
    private const string Kept = "norm";

    // TorchSharp has neither of the two
    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile("""
        def moments(x, mean, var):
            return torch.stack(torch.batch_norm_update_stats(x, mean, var, 0.0))

        def sums(g, x, mean, var):
            gx, gw, gb = torch.native_batch_norm_backward(g, x, None, mean, var, None, None, False, 0.0, [False, True, True])
            return torch.stack([gb, gw])

        """));

    /// <param name="x">This replica's part. [N, C, ...]</param>
    /// <param name="weight">[C]; null for ones.</param>
    /// <param name="bias">[C]; null where there is no weight.</param>
    /// <param name="settings">Of the norm.</param>
    public static Tensor Apply(Tensor x, Tensor? weight, Tensor? bias, BatchNormSettings settings)
    {
        if (is_grad_enabled())
        {
            return weight is null ? Function.apply(settings, x)[0] : Function.apply(settings, x, weight, bias!)[0];
        }

        var (y, mean, variance) = Forward(x, weight, bias, settings);
        mean.Dispose();
        variance.Dispose();
        return y;
    }

    private static (Tensor Y, Tensor Mean, Tensor Variance) Forward(Tensor x, Tensor? weight, Tensor? bias, BatchNormSettings settings)
    {
        using var scope = NewDisposeScope();
        var own = (Tensor)Unit.Value.invoke("moments", x, settings.RunningMean, settings.RunningVar);
        var all = settings.Replicas.Gather(own); // [replicas, 2, C]
        var means = all.select(1, 0);
        var mean = means.mean([0]);
        var variance = means.sub(mean).Squared().AddInPlace(all.select(1, 1)).mean([0]);
        var count = (double)(Positions(x) * settings.Replicas.Count);
        settings.RunningMean.MoveTowards(mean, settings.Momentum);
        settings.RunningVar.MoveTowards(variance.Mul(count / (count - 1)), settings.Momentum);
        var y = functional.batch_norm(x, mean, variance, weight, bias, training: false, 0, settings.Epsilon);
        return (y.MoveToOuterDisposeScope(), mean.MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope());
    }

    /// <summary>Values that a channel has in a tensor.</summary>
    private static long Positions(Tensor x) => x.numel() / x.size(1);

    private sealed class Function : autograd.MultiTensorFunction<Function>
    {
        public override string Name => nameof(SyncBatchNorm);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            using var noGradient = no_grad();
            var (settings, x) = ((BatchNormSettings)vars[0], (Tensor)vars[1]);
            var (weight, bias) = vars.Length > 2 ? ((Tensor)vars[2], (Tensor)vars[3]) : (null, null);
            var (y, mean, variance) = Forward(x, weight, bias, settings);
            ctx.save_for_backward(weight is null ? [x, mean, variance] : [x, mean, variance, weight, bias!]);
            ctx.save_data(Kept, settings);
            return [y];
        }

        /// <summary>w / s (g - mean(g) - n mean(g n)) with n = (x - m) / s, the means over all replicas.</summary>
        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var settings = (BatchNormSettings)ctx.get_data(Kept);
            var saved = ctx.get_saved_variables();
            var (g, x, mean, variance) = (grad_outputs[0], saved[0], saved[1], saved[2]);
            var positive = variance.Add(settings.Epsilon);
            var own = (Tensor)Unit.Value.invoke("sums", g, x, mean, positive); // [2, C]: of g, and of g n
            var means = settings.Replicas.Gather(own).mean([0]).Div(Positions(x));
            var scale = positive.rsqrt();
            if (saved.Count > 3)
            {
                scale.mul_(saved[3]);
            }

            var minus = scale.neg();
            var gx = functional.batch_norm(x, mean, positive, minus.mul(means.select(0, 1)), minus.mul(means.select(0, 0)), training: false, 0, 0);
            AddScaled(gx, g, scale);
            List<Tensor?> all = saved.Count > 3
                ? [null, gx, saved[3].requires_grad ? own.select(0, 1) : null, saved[4].requires_grad ? own.select(0, 0) : null]
                : [null, gx];
            all.ForEach(gradient => gradient?.MoveToOuterDisposeScope());
            return all!;
        }

        /// <summary>y += scale g, the scale per channel.</summary>
        private static void AddScaled(Tensor y, Tensor g, Tensor scale)
        {
            if (g.dtype == scale.dtype)
            {
                long[] shape = [1, scale.size(0), .. Enumerable.Repeat(1L, (int)g.dim() - 2)];
                y.addcmul_(g, scale.view(shape), Scalars.One);
                return;
            }

            // bfloat16 would round the scale: batch norm multiplies in float32
            var scaled = functional.batch_norm(g, zeros_like(scale), ones_like(scale), scale, null, training: false, 0, 0);
            y.AddInPlace(scaled);
        }
    }
}
