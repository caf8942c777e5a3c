using System.Numerics;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// Spectral normalisation (Miyato et al., 2018) with one power iteration for each training forward:
/// v = normalise(u W), u' = normalise(v W^T), sigma = v W^T u'^T; evaluation leaves the stored u as it is. Gradients flow through W, while u and v count
/// as constants.
/// </summary>
internal static class SpectralNorm
{
    private const double Epsilon = 1e-4;

    /// <summary>A matrix of so many numbers is shorter work than the threads of an operation are worth.</summary>
    private const long Small = 1 << 16;

    /// <summary>TorchSharp keeps an empty tensor as large as what a function of ours gives, until the backward pass: not beside large weights.</summary>
    private const long Large = 1 << 20;

    /// <summary>W / sigma, in W's shape.</summary>
    /// <param name="weight">[rows, ...]</param>
    /// <param name="u0">The stored left vector, updated in place in training. [1, rows]</param>
    /// <param name="replicas">Told when a backward pass comes here; null for nobody.</param>
    public static Tensor Normalised(Tensor weight, Tensor u0, bool training, Collective? replicas = null)
    {
        if (IsInMemory(weight) && weight.numel() < Large)
        {
            return OverMemory(weight, u0, training, replicas, isInverse: false);
        }

        using var inverse = InverseSigma(weight, u0, training, replicas);
        return weight.mul(inverse);
    }

    /// <summary>1 / sigma, for those that scale something smaller than W, or something made of it. [1, 1]</summary>
    /// <inheritdoc cref="Normalised"/>
    public static Tensor InverseSigma(Tensor weight, Tensor u0, bool training, Collective? replicas = null)
    {
        if (IsInMemory(weight))
        {
            return OverMemory(weight, u0, training, replicas, isInverse: true);
        }

        var inverse = ByOperations(weight, u0, training);
        return replicas is null ? inverse : Milestone.Of(inverse, replicas);
    }

    /// <summary>As libtorch's operations have it, for any device. [1, 1]</summary>
    internal static Tensor ByOperations(Tensor weight, Tensor u0, bool training)
    {
        using var rows = weight.view(u0.size(1), -1);
        using var constant = rows.detach();
        using var uW = ProvenProduct.Of(u0, constant);
        using var v = functional.normalize(uW, 2, 1, Epsilon); // [1, columns]
        using var columns = rows.t();
        using var vW = ProvenProduct.Of(v, columns); // [1, rows]; serves both the new u and sigma
        using var vWConstant = vW.detach();
        using var u = functional.normalize(vWConstant, 2, 1, Epsilon);
        if (training)
        {
            u0.copy_(u);
        }

        using var uT = u.t();
        using var sigma = ProvenProduct.Of(vW, uT);
        return sigma.reciprocal();
    }

    private static bool IsInMemory(Tensor weight) =>
        weight.device_type == TorchSharp.DeviceType.CPU && weight.dtype is ScalarType.Float32 or ScalarType.Float64 && weight.is_contiguous()
        && (weight.numel() < Small || get_num_threads() == 1);

    private static Tensor OverMemory(Tensor weight, Tensor u0, bool training, Collective? replicas, bool isInverse) => weight.dtype == ScalarType.Float32
        ? InMemory<float>.Of(weight, u0, training, replicas, isInverse)
        : InMemory<double>.Of(weight, u0, training, replicas, isInverse);

    /// <summary>By <see cref="PowerIteration{T}"/>.</summary>
    private static class InMemory<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private const string Kept = "made";

        /// <param name="isInverse">Whether 1 / sigma is wanted, and not W / sigma.</param>
        public static Tensor Of(Tensor weight, Tensor u0, bool training, Collective? replicas, bool isInverse)
        {
            var iteration = Iterate(weight, u0, training);
            var value = isInverse ? Inverse(iteration, weight) : Scaled(iteration, weight);
            if (!weight.requires_grad || !is_grad_enabled())
            {
                return value;
            }

            using (value)
            {
                return Function.apply(new Made(iteration, value, isInverse, replicas), weight)[0];
            }
        }

        private static Tensor Scaled(PowerIteration<T> iteration, Tensor weight)
        {
            var scaled = empty(weight.shape, weight.dtype);
            iteration.Scale(DataPointer.Span<T>(weight), DataPointer.Span<T>(scaled));
            return scaled;
        }

        private static Tensor Inverse(PowerIteration<T> iteration, Tensor weight)
        {
            var inverse = empty([1, 1], weight.dtype);
            DataPointer.Span<T>(inverse)[0] = iteration.Inverse;
            return inverse;
        }

        private static PowerIteration<T> Iterate(Tensor weight, Tensor u0, bool training)
        {
            var iteration = new PowerIteration<T>(DataPointer.Span<T>(weight), DataPointer.Span<T>(u0), T.CreateChecked(Epsilon));
            if (training)
            {
                // by an operation, so that caches see that u has moved
                using var u = empty_like(u0);
                iteration.U.CopyTo(DataPointer.Span<T>(u));
                u0.copy_(u);
            }

            return iteration;
        }

        /// <param name="Value">W / sigma, or 1 / sigma.</param>
        /// <param name="IsInverse">The second of the two.</param>
        private sealed record Made(PowerIteration<T> Iteration, Tensor Value, bool IsInverse, Collective? Replicas);

        private sealed class Function : autograd.MultiTensorFunction<Function>
        {
            public override string Name => nameof(SpectralNorm);

            public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
            {
                var made = (Made)vars[0];
                ctx.save_for_backward([(Tensor)vars[1]]);
                ctx.save_data(Kept, made);
                return [made.Value];
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
            {
                var made = (Made)ctx.get_data(Kept);
                made.Replicas?.Progress();
                using var g = grad_outputs[0].contiguous();
                using var weight = ctx.get_saved_variables()[0];
                var gradient = empty(weight.shape, weight.dtype);
                if (made.IsInverse)
                {
                    made.Iteration.InverseGradient(DataPointer.Span<T>(g)[0], DataPointer.Span<T>(gradient));
                }
                else
                {
                    made.Iteration.ScaledGradient(DataPointer.Span<T>(g), DataPointer.Span<T>(weight), DataPointer.Span<T>(gradient));
                }

                return [null!, gradient];
            }
        }
    }
}
