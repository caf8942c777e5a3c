using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Docs;

/// <summary>What a group of keys is about, for editors; keys that are groups too (<c>encoder: none</c>) say it themselves.</summary>
public static class GroupText
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["budget"] = "what may not be exceeded; it changes nothing else",
        ["latent"] = "z and its prior",
        ["image"] = "what G draws and D sees",
        ["generator"] = "G: from z to an image, by residual blocks or by `mlp`",
        ["generator.mlp"] = "BiGAN's G over whole vectors, in place of residual blocks",
        ["encoder.backbone"] = "what E sees an image with",
        ["encoder.head"] = "what leads from the backbone's feature to z",
        ["encoder.mlp"] = "BiGAN's E over whole vectors, in place of backbone and head",
        ["discriminator.F"] = "the ConvNet on images",
        ["discriminator.H"] = "the MLP on z",
        ["discriminator.J"] = "the MLP on [F(x), H(z)]",
        ["discriminator.mlp"] = "BiGAN's D over whole vectors, in place of F, H and J",
        ["objective"] = "the losses of D, and of G and E",
        ["objective.weights"] = "factors of single terms",
        ["training"] = "how the networks learn",
        ["training.learning-rate"] = "Adam's rate of each network",
        ["training.adam"] = "Adam's other numbers, of all networks",
        ["training.augmentation"] = "what happens to a training image before the networks see it",
        ["command"] = "the lines of another queue than Slurm's",
        ["protocol"] = "how cells are measured; numbers of different protocols never share a column",
    };

    /// <summary>With its keys; those alone where nothing more is said of the group.</summary>
    public static string Of(string group, IEnumerable<string> members)
    {
        var keys = Phrases.And(members.Select(member => $"`{member}`"));
        return All.TryGetValue(group, out var text) ? $"{text}: {keys}." : $"{keys}.";
    }
}
