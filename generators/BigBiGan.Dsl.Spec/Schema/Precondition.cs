namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>What a variant must have for a key to have a use.</summary>
public enum Precondition
{
    Nothing,
    Labels,

    /// <summary>A G of residual blocks.</summary>
    ConvGenerator,
    MlpGenerator,
    Encoder,

    /// <summary>An E with backbone and head.</summary>
    Backbone,
    RevNet,
    MlpEncoder,
    Discriminator,

    /// <summary>A D with F.</summary>
    Trunk,
    MlpDiscriminator,

    /// <summary>A D with H and J: an encoder, and the score of pairs.</summary>
    Pairs,

    /// <summary>D's updates come before those of G and E.</summary>
    Alternation,
    Crop,
}
