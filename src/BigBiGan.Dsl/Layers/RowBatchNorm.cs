using System.Numerics;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Dsl.Tensors;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Layers;

/// <summary>
/// <see cref="SyncBatchNorm"/>, with its ReLU where it has one, over channels-last numbers in the CPU's memory: two passes each way, by one thread. By
/// operations it is three and four, and some twenty more on a number or two of each channel, which cost as much as the passes where images are small.
/// </summary>
internal static class RowBatchNorm
{
    /// <summary>Numbers of a tensor, and half of what an index counts: steps go over the end.</summary>
    private const long Most = 1 << 30;

    /// <summary>Whether <see cref="Apply"/> can do it.</summary>
    public static bool Takes(Tensor x) =>
        x.device_type == TorchSharp.DeviceType.CPU && get_num_threads() == 1 && x.numel() is > 0 and <= Most && x.dtype switch
        {
            ScalarType.Float32 => x.size(1) >= ChannelRows<float>.Least,
            ScalarType.Float64 => x.size(1) >= ChannelRows<double>.Least,
            _ => false,
        } && AreRows(x);

    /// <param name="x">One that it <see cref="Takes"/>. [N, C] or [N, C, H, W]</param>
    /// <param name="weight">[C], or [N, C] with numbers of each image; null for ones. In memory without gaps.</param>
    /// <param name="bias">As the weight; null where there is none.</param>
    /// <param name="settings">Of the norm.</param>
    /// <param name="rectified">Whether ReLU follows.</param>
    public static Tensor Apply(Tensor x, Tensor? weight, Tensor? bias, BatchNormSettings settings, bool rectified) => x.dtype == ScalarType.Float32
        ? InMemory<float>.Of(x, weight, bias, settings, rectified)
        : InMemory<double>.Of(x, weight, bias, settings, rectified);

    /// <summary>Whether the channels of a position lie side by side, and positions after each other.</summary>
    private static bool AreRows(Tensor x)
    {
        if (x.dim() == 2)
        {
            return x.is_contiguous();
        }

        var (size, stride) = (x.shape, x.stride());
        return x.dim() == 4 && Is(1, 1) && Is(3, size[1]) && Is(2, size[1] * size[3]) && Is(0, size[1] * size[2] * size[3]);

        bool Is(int dimension, long expected) => size[dimension] == 1 || stride[dimension] == expected;
    }

    private static class InMemory<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const string Kept = "pass";

        public static Tensor Of(Tensor x, Tensor? weight, Tensor? bias, BatchNormSettings settings, bool rectified)
        {
            var pass = new Pass(settings, x, weight, bias, rectified);
            var y = pass.Forward(x);
            if (!is_grad_enabled())
            {
                return y;
            }

            using (y)
            {
                return weight is null ? Function.apply(pass, new Made(y), x)[0] : Function.apply(pass, new Made(y), x, weight, bias!)[0];
            }
        }

        /// <summary>What a function gives, wrapped: no argument of which it has a gradient.</summary>
        private sealed record Made(Tensor Y);

        /// <summary>One batch's way through a norm.</summary>
        private sealed class Pass
        {
            private readonly Collective _replicas;
            private readonly long[]? _learned; // the shape of the weight
            private readonly T[] _scale; // the weight, or ones
            private readonly T[] _mean;
            private readonly double[] _inverse; // 1 / sqrt(variance + epsilon)
            private readonly ChannelLine<T>[] _lines; // one for the batch, or one for each image

            public Pass(BatchNormSettings settings, Tensor x, Tensor? weight, Tensor? bias, bool rectified)
            {
                var channels = (int)x.size(1);
                (_replicas, _learned) = (settings.Replicas, weight?.shape);
                _inverse = new double[channels];
                var own = new double[2 * channels];
                ChannelRows<T>.Moments(DataPointer.Span<T>(x), own.AsSpan(0, channels), own.AsSpan(channels));
                var all = Everyone(own);
                var replicas = all.Length / own.Length;
                var count = (double)x.numel() / channels * replicas;
                (_mean, var variance) = (new T[channels], new T[channels]);
                var means = new double[channels];
                for (var c = 0; c < channels; c++)
                {
                    var (mean, squares) = (0d, 0d);
                    for (var at = c; at < all.Length; at += own.Length)
                    {
                        mean += all[at] / replicas;
                    }

                    for (var at = c; at < all.Length; at += own.Length)
                    {
                        squares += (all[at + channels] + ((all[at] - mean) * (all[at] - mean))) / replicas;
                    }

                    (means[c], _inverse[c]) = (mean, 1 / Math.Sqrt(squares + settings.Epsilon));
                    (_mean[c], variance[c]) = (T.CreateTruncating(mean), T.CreateTruncating(squares * count / (count - 1)));
                }

                _scale = Values(weight, T.One, channels);
                _lines = Lines(means, Values(bias, T.Zero, channels), rectified);
                Move(settings.RunningMean, _mean, settings.Momentum);
                Move(settings.RunningVar, variance, settings.Momentum);
            }

            public Tensor Forward(Tensor x)
            {
                var y = empty_like(x);
                var source = DataPointer.Span<T>(x);
                var target = DataPointer.Span<T>(y);
                for (var part = 0; part < _lines.Length; part++)
                {
                    ChannelRows<T>.Map(Part(source, part), _lines[part], Part(target, part));
                }

                GC.KeepAlive(x);
                return y;
            }

            /// <summary>
            /// w / s (g - mean(w g) / w - n mean(w g n) / w) with n = (x - m) / s, the means over all replicas; and the sums of g n and of g that belong
            /// to each weight, over this one.
            /// </summary>
            public List<Tensor> Backward(Tensor g, Tensor x)
            {
                var channels = _mean.Length;
                var own = new double[2 * channels];
                var (ofWeight, ofBias) = (new T[_scale.Length], new T[_scale.Length]);
                var (sums, products) = (new double[channels], new double[channels]);
                var gradients = DataPointer.Span<T>(g);
                var values = DataPointer.Span<T>(x);
                for (var part = 0; part < _lines.Length; part++)
                {
                    ChannelRows<T>.GradientSums(Part(gradients, part), Part(values, part), _mean, _lines[part], sums, products);
                    for (var c = 0; c < channels; c++)
                    {
                        var at = (part * channels) + c;
                        var weight = double.CreateTruncating(_scale[at]);
                        (own[c], own[channels + c]) = (own[c] + (weight * sums[c]), own[channels + c] + (weight * products[c]));
                        (ofWeight[at], ofBias[at]) = (T.CreateTruncating(products[c] * _inverse[c]), T.CreateTruncating(sums[c]));
                    }
                }

                var all = Everyone(own);
                var count = (double)x.numel() / channels * (all.Length / own.Length);
                var (slope, constant) = (new T[channels], new T[channels]);
                for (var c = 0; c < channels; c++)
                {
                    var (sum, product) = (0d, 0d);
                    for (var at = c; at < all.Length; at += own.Length)
                    {
                        (sum, product) = (sum + all[at], product + all[at + channels]);
                    }

                    var ofX = -_inverse[c] * _inverse[c] * _inverse[c] * product / count;
                    slope[c] = T.CreateTruncating(ofX);
                    constant[c] = T.CreateTruncating((-_inverse[c] * sum / count) - (ofX * double.CreateTruncating(_mean[c])));
                }

                var gradient = empty_like(x);
                var target = DataPointer.Span<T>(gradient);
                for (var part = 0; part < _lines.Length; part++)
                {
                    ChannelRows<T>.Gradient(Part(gradients, part), Part(values, part), _lines[part], slope, constant, Part(target, part));
                }

                return _learned is null ? [null!, null!, gradient] : [null!, null!, gradient, TensorOf(ofWeight, _learned), TensorOf(ofBias, _learned)];
            }

            /// <summary>The normalisation and what is learned in one line, for each row of weights.</summary>
            private ChannelLine<T>[] Lines(double[] mean, T[] bias, bool rectified)
            {
                var channels = mean.Length;
                var lines = new ChannelLine<T>[_scale.Length / channels];
                for (var part = 0; part < lines.Length; part++)
                {
                    var (scale, shift) = (new T[channels], new T[channels]);
                    for (var c = 0; c < channels; c++)
                    {
                        var at = (part * channels) + c;
                        var slope = double.CreateTruncating(_scale[at]) * _inverse[c];
                        (scale[c], shift[c]) = (T.CreateTruncating(slope), T.CreateTruncating(double.CreateTruncating(bias[at]) - (mean[c] * slope)));
                    }

                    lines[part] = new ChannelLine<T>(scale, shift, rectified);
                }

                return lines;
            }

            /// <summary>What a line is for.</summary>
            private Span<T> Part(Span<T> all, int part)
            {
                var length = all.Length / _lines.Length;
                return all.Slice(part * length, length);
            }

            /// <summary>Every replica's numbers, one after the other.</summary>
            private double[] Everyone(double[] own)
            {
                using var scope = NewDisposeScope();
                using var withoutGradient = no_grad();
                var mine = empty([own.Length], float64);
                own.CopyTo(DataPointer.Span<double>(mine));
                return DataPointer.Span<double>(_replicas.Gather(mine)).ToArray();
            }

            private static T[] Values(Tensor? tensor, T otherwise, int channels) =>
                tensor is null ? [.. Enumerable.Repeat(otherwise, channels)] : DataPointer.Span<T>(tensor).ToArray();

            private static void Move(Tensor running, T[] end, double momentum)
            {
                using var made = TensorOf(end, [end.Length]);
                running.MoveTowards(made, momentum);
            }

            private static Tensor TensorOf(T[] values, long[] shape)
            {
                var made = empty(shape, typeof(T) == typeof(float) ? float32 : float64);
                values.CopyTo(DataPointer.Span<T>(made));
                return made;
            }
        }

        private sealed class Function : autograd.MultiTensorFunction<Function>
        {
            public override string Name => nameof(RowBatchNorm);

            public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
            {
                ctx.save_data(Kept, vars[0]);
                ctx.save_for_backward([(Tensor)vars[2]]);
                return [((Made)vars[1]).Y];
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
            {
                var pass = (Pass)ctx.get_data(Kept);
                using var x = ctx.get_saved_variables()[0];
                using var g = AreRows(grad_outputs[0]) ? grad_outputs[0].alias() : Rows(grad_outputs[0]);
                return pass.Backward(g, x);
            }

            private static Tensor Rows(Tensor g) => g.dim() == 2 ? g.contiguous() : ChannelsLast.From(g);
        }
    }
}
