using System.Globalization;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>What a variant costs against the limits of its budget.</summary>
internal static class BudgetCheck
{
    private const double Giga = 1e9;

    /// <param name="budget">The limits; those that are null allow everything.</param>
    /// <param name="variant">Of which the batch and its parts are read.</param>
    /// <param name="plan">Of the variant.</param>
    /// <param name="other">The name of what parameters are compared with, and its parameters; null where there is nothing.</param>
    /// <returns>The key of each limit that is broken, and by how much.</returns>
    public static IEnumerable<(string Path, string Message)> Broken(Budget budget, Variant variant, VariantPlan plan, (string Name, long Parameters)? other)
    {
        if (budget.Percent is { } percent && other is { } compared && Math.Abs(plan.Parameters - compared.Parameters) > compared.Parameters * percent / 100)
        {
            var change = (100.0 * plan.Parameters / compared.Parameters) - 100;
            yield return (SpecKeys.BudgetParameters.Path,
                $"`budget.parameters` allows {Text(percent, "0.##")}% more or fewer than {compared.Name}, which has {Quantity.Exact(compared.Parameters)}; "
                    + $"found {Quantity.Exact(plan.Parameters)}, {Text(Math.Abs(change), "0.#")}% {(change > 0 ? "more" : "fewer")}, "
                    + $"{Largest(plan, network => network.Parameters)}");
        }

        if (budget.MultiplyAdds is { } most && plan.MultiplyAdds > most)
        {
            yield return (SpecKeys.BudgetMultiplyAdds.Path,
                $"`budget.multiply-adds` allows {Quantity.Exact(most)} per image; "
                    + $"found {Quantity.Exact(plan.MultiplyAdds)}, {Over(plan.MultiplyAdds, most)}, {Largest(plan, network => network.MultiplyAdds)}");
        }

        if (budget.Gigabytes is { } gigabytes && plan.TrainingBytes(variant.Training.MicroBatch) is var bytes && bytes > gigabytes * Giga)
        {
            var activations = plan.ActivationBytes(variant.Training.MicroBatch);
            yield return (SpecKeys.BudgetMemory.Path,
                $"`budget.memory` allows {Text(gigabytes, "0.##")} GB; "
                    + $"an update of batch {variant.Training.Batch}{Parts(variant.Training)} keeps about {Size(bytes)}, {Over(bytes, gigabytes * Giga)}: "
                    + $"{Size(activations)} of activations, {Size(bytes - activations)} of weights, gradients, moments and average; "
                    + $"lower `training.batch`, raise `training.micro-batches`, or narrow {LargestName(plan, network => network.ActivationBytes)}");
        }
    }

    private static string Largest(VariantPlan plan, Func<NetworkPlan, long> cost) =>
        $"most in {LargestName(plan, cost)} ({Quantity.Exact(plan.Named.Max(network => cost(network.Network)))})";

    private static string LargestName(VariantPlan plan, Func<NetworkPlan, long> cost) =>
        plan.Named.OrderByDescending(network => cost(network.Network)).First().Name;

    private static string Over(double found, double allowed) => found < 2 * allowed
        ? $"{Text((100 * found / allowed) - 100, "0.#")}% too much"
        : $"{Text(found / allowed, "0.#")} times as much";

    private static string Parts(TrainingSpec training) => training.MicroBatches == 1 ? "" : $" in {training.MicroBatches} parts";

    private static string Size(double bytes) => bytes >= Giga ? $"{Text(bytes / Giga, "0.#")} GB" : $"{Text(bytes / 1e6, "0.#")} MB";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
