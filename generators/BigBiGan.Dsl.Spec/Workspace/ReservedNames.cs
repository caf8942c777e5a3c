namespace BigBiGan.Dsl.Spec.Workspace;

/// <summary>Names that a variant cannot bear, since its generated C# class has a member or a neighbour of that name.</summary>
internal static class ReservedNames
{
    /// <summary>What the class of some variant declares, since no member bears its class's name; the generator's tests find what is missing here.</summary>
    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "Generator", "Encoder", "Discriminator", "Prior", "Networks", "Facts", "Description", "Create", "Generate", "Features", "Infer",
        "SamplePrior", "SampleLabels", "Updates", "DiscriminatorStep", "GeneratorEncoderStep", "Step",
    };

    /// <summary>What the networks' classes are called behind their variant's name.</summary>
    private static readonly string[] Networks = ["Generator", "Encoder", "Discriminator", "F", "H", "J"];

    /// <summary>Why a variant of this name would not compile; null where it would.</summary>
    /// <param name="neighbour">The file of a variant in the same folder by its name, or null.</param>
    public static string? Fault(string name, Func<string, string?> neighbour)
    {
        if (Members.Contains(name))
        {
            return $"`variant` is `{name}`, a member of every variant's class in C#; choose another name";
        }

        return Networks
            .Where(network => name.Length > network.Length && name.EndsWith(network, StringComparison.Ordinal))
            .Select(network => neighbour(name.Substring(0, name.Length - network.Length)))
            .FirstOrDefault(file => file is not null) is { } other
            ? $"`variant` is `{name}`, which in C# is the class of a network of {other}; choose another name"
            : null;
    }
}
