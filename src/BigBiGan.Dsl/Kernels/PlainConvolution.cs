using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// A convolution by libtorch's own code, forward and backward. libtorch reads the switch of oneDNN when a convolution runs, so the backward
/// pass has to set it too: one autograd function for both.
/// </summary>
internal static class PlainConvolution
{
    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile("""
        def gradients(g, x, w, stride: int, padding: int, transposed: bool, bias: bool):
            outputs = w.size(0)
            if transposed:
                outputs = w.size(1)
            gx, gw, gb = torch.convolution_backward(g, x, w, [outputs], [stride, stride], [padding, padding], [1, 1],
                                                    transposed, [0, 0], 1, [True, True, bias])
            if bias:
                return [gx, gw, gb]
            return [gx, gw]

        """));

    /// <summary>As <see cref="ProvenConvolution.Native"/>.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, int stride, bool transposed)
    {
        if (!is_grad_enabled())
        {
            return OneDnn.Without(() => ProvenConvolution.Native(x, weight, bias, stride, transposed));
        }

        return bias is null ? Function.apply(stride, transposed, x, weight)[0] : Function.apply(stride, transposed, x, weight, bias)[0];
    }

    private sealed class Function : autograd.MultiTensorFunction<Function>
    {
        private const string Settings = "settings";

        public override string Name => nameof(PlainConvolution);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            using var noGradient = no_grad();
            var (stride, transposed, x, weight) = ((int)vars[0], (bool)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
            var bias = vars.Length > 4 ? (Tensor)vars[4] : null;
            ctx.save_for_backward([x, weight]);
            ctx.save_data(Settings, (stride, transposed, bias is not null));
            return [OneDnn.Without(() => ProvenConvolution.Native(x, weight, bias, stride, transposed))];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var (stride, transposed, bias) = ((int, bool, bool))ctx.get_data(Settings);
            var saved = ctx.get_saved_variables();
            var padding = (int)((saved[1].size(2) - 1) / 2);
            var gradients = OneDnn.Without(() =>
                (Tensor[])Unit.Value.invoke("gradients", grad_outputs[0], saved[0], saved[1], stride, padding, transposed, bias));
            return [null!, null!, .. gradients.Select(gradient => gradient.MoveToOuterDisposeScope())];
        }
    }
}
