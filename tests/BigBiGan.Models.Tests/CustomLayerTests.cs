namespace BigBiGan.Models.Tests;

/// <summary>Every custom layer does, wherever a variant has it, what its file promises.</summary>
public sealed class CustomLayerTests
{
    public static TheoryData<string> Uses => [.. Variants.CustomLayers.Select(use => use.ToString())];

    [Theory]
    [MemberData(nameof(Uses))]
    public void A_layer_keeps_the_promises_of_its_file(string use) =>
        Assert.Empty(Variants.CustomLayers.Single(other => other.ToString() == use).Prove());
}
