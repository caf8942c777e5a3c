using TorchSharp;

namespace BigBiGan.Training.Optimisers;

/// <summary>libtorch operators that TorchSharp has no method for, reached through TorchScript.</summary>
internal static class FusedKernels
{
    // A compilation unit is never freed by TorchSharp: one for the process. Adam's own loop takes seven times as long as the
    // fused kernel, which runs at memory speed.
    private static readonly Lazy<torch.jit.CompilationUnit> Unit = new(() => torch.jit.compile("""
        def adam(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor],
                 step: Tensor, rate: float, beta1: float, beta2: float, epsilon: float):
            step.add_(1)
            if len(parameters) > 0:
                steps = []
                for _ in range(len(parameters)):
                    steps.append(step)
                torch._fused_adam_(parameters, gradients, means, squares, [], steps, lr=rate, beta1=beta1, beta2=beta2,
                                   weight_decay=0.0, eps=epsilon, amsgrad=False, maximize=False)

        def lerp(tensors: List[Tensor], ends: List[Tensor], weight: float):
            if len(tensors) > 0:
                torch._foreach_lerp_(tensors, ends, weight)

        def norm(tensors: List[Tensor]):
            return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(tensors)))

        """));

    /// <summary>The Euclidean norm of all tensors together; call it without gradient. []</summary>
    public static torch.Tensor Norm(torch.Tensor[] tensors) => (torch.Tensor)Unit.Value.invoke("norm", (object)tensors);

    /// <summary>Runs one of <c>adam</c> and <c>lerp</c>; call it without gradient.</summary>
    public static void Invoke(string name, params object[] arguments) => Unit.Value.invoke(name, arguments);
}
