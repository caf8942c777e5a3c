using System.Globalization;
using BigBiGan.Training.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The Euclidean norm of each network's gradient in one update: what the log shows, and the first number to be none when a run diverges.</summary>
internal static class GradientNorms
{
    /// <summary>Of one network's gradients, on the device; before the optimiser takes them. []</summary>
    public static Tensor Of(Tensor[] gradients)
    {
        using var withoutGradient = no_grad();
        return FusedKernels.Norm(gradients);
    }

    /// <summary>
    /// Ends the run before an update with a gradient that is not finite reaches the parameters. On the CPU alone, where a number is read at
    /// no cost: on another device a loss or a state that is not finite is seen at the next log line or checkpoint.
    /// </summary>
    /// <exception cref="DivergenceException">Names the step and the first tensor that has such a number.</exception>
    public static void RequireFinite(IReadOnlyList<(string Role, Tensor Norm)> norms, TrainingState state, TrainingPhase phase, UpdateNumbers numbers)
    {
        if (norms.All(norm => norm.Norm.device_type != DeviceType.CPU || double.IsFinite(Read(norm.Norm))))
        {
            return;
        }

        var first = state.FirstNonFinite() is { } tensor ? $"`{tensor}`"
            : FirstGradient(phase) is { } parameter ? $"the gradient of `{parameter}`"
            : "the norm of a gradient";
        var update = string.Join(", ", numbers.Losses.Select((players, i) =>
            string.Create(CultureInfo.InvariantCulture, $"the loss of {players} is {Read(numbers.Values[i])}")));
        throw new DivergenceException(state.Step, state.Step + 1, $"{first} holds a number that is not finite ({update})");
    }

    private static string? FirstGradient(TrainingPhase phase) => phase.Trained
        .SelectMany(network => network.Network.named_parameters().Select(named => (Name: $"{network.Role}.{named.name}", named.parameter.grad)))
        .FirstOrDefault(named => named.grad is { } gradient && Read(gradient.isfinite().all()) == 0).Name;

    private static double Read(Tensor number) => number.to(float64).item<double>();
}
