using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Dsl.Generator.Networks;

/// <summary>A digest per network: equal exactly where the emitted class would be equal but for its name.</summary>
internal sealed record NetworkSignatures(string Generator, string? Encoder, string? F, string? H, string? J, string? Discriminator)
{
    public IEnumerable<string> All => ByRole.Select(network => network.Signature);

    /// <summary>Those that the variant has; F, H and J before D, which is made of them.</summary>
    public IEnumerable<NetworkKey> ByRole => new (string? Signature, OwnedNetworks Role)[]
    {
        (Generator, OwnedNetworks.Generator),
        (Encoder, OwnedNetworks.Encoder),
        (F, OwnedNetworks.F),
        (H, OwnedNetworks.H),
        (J, OwnedNetworks.J),
        (Discriminator, OwnedNetworks.Discriminator),
    }.Where(network => network.Signature is not null).Select(network => new NetworkKey(network.Signature!, network.Role));

    public static NetworkSignatures Of(Variant variant, VariantPlan plan)
    {
        using var sha = SHA256.Create();
        var text = new StringBuilder();
        var (f, h, j) = (Of(plan.F), Of(plan.H), Of(plan.J));
        return new NetworkSignatures(
            Of(plan.Generator)!,
            Of(plan.Encoder, variant.Encoder?.Posterior.ToString()),
            f, h, j,
            Of(plan.Scores, $"{f} {h} {j} {variant.Image} {variant.Latent.Size}"));

        string? Of(NetworkPlan? network, string? besides = null)
        {
            if (network is null)
            {
                return null;
            }

            Write(network, text.Clear().Append(besides));
            return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    private static void Write(NetworkPlan plan, StringBuilder text)
    {
        text.Append(plan.Role).Append(' ').Append(plan.Precision).Append(' ').Append(plan.Memory);
        Write(plan.Input, text);
        Write(plan.Output, text);
        foreach (var module in plan.Modules)
        {
            // a block is a flat record of numbers and enums: its text tells it apart from every other
            text.Append('\n').Append(module.Member).Append(' ').Append(module.Block);
            Write(module.Input, text);
            Write(module.Output, text);
        }
    }

    /// <summary>In plain numbers: a shape's own text is made of five strings.</summary>
    private static void Write(Shape shape, StringBuilder text) =>
        text.Append(' ').Append(shape.Channels).Append(' ').Append(shape.Height).Append(' ').Append(shape.Width);
}

/// <summary>One network, by what it is.</summary>
internal sealed record NetworkKey(string Signature, OwnedNetworks Role);
