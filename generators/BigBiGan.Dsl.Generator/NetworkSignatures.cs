using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Spec;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator;

/// <summary>A digest per network: equal exactly where the emitted class would be equal but for its name.</summary>
internal sealed record NetworkSignatures(string Generator, string? Encoder, string? F, string? H, string? J, string? Discriminator)
{
    public IEnumerable<string> All => new[] { Generator, Encoder, F, H, J, Discriminator }.OfType<string>();

    public static NetworkSignatures Of(Variant variant, VariantPlan plan)
    {
        var (f, h, j) = (Of(plan.F), Of(plan.H), Of(plan.J));
        return new NetworkSignatures(
            Of(plan.Generator)!,
            Of(plan.Encoder, variant.Encoder?.Posterior.ToString()),
            f, h, j,
            Of(plan.Scores, $"{f} {h} {j} {variant.Image} {variant.Latent.Size}"));
    }

    private static string? Of(NetworkPlan? plan, string? besides = null)
    {
        if (plan is null)
        {
            return null;
        }

        var text = new StringBuilder().Append(plan.Role).Append(plan.Input).Append(plan.Output).Append(plan.Precision).Append(plan.Memory).Append(besides);
        foreach (var module in plan.Modules)
        {
            // a block is a flat record of numbers and enums: its text tells it apart from every other
            text.Append('\n').Append(module.Member).Append(module.Block).Append(module.Input).Append(module.Output);
        }

        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
