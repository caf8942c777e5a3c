namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The words for a <see cref="Need"/>.</summary>
internal static class NeedText
{
    /// <summary>After "required": <c>with an encoder</c>.</summary>
    public static string With(Need need) => need switch
    {
        Need.Nothing => "",
        Need.Labels => "with labels",
        Need.ConvGenerator => "without `generator.mlp`",
        Need.MlpGenerator => "in `generator.mlp`",
        Need.Encoder => "with an encoder",
        Need.Backbone => "with an encoder, without `encoder.mlp`",
        Need.RevNet => "with a RevNet",
        Need.MlpEncoder => "in `encoder.mlp`",
        Need.Discriminator => "with a discriminator",
        Need.Trunk => "with a discriminator, without `discriminator.mlp`",
        Need.MlpDiscriminator => "in `discriminator.mlp`",
        Need.Pairs => "with scores of z, without `discriminator.mlp`",
        Need.Alternation => "with alternating updates of D",
        Need.Crop => "with a crop",
    };

    /// <summary>After "has no use": <c>without an encoder</c>.</summary>
    public static string Without(Need need) => need switch
    {
        Need.Nothing => "",
        Need.Labels => "without labels",
        Need.ConvGenerator => "beside `generator.mlp`",
        Need.MlpGenerator => "without `generator.mlp`",
        Need.Encoder => "without an encoder",
        Need.Backbone => "beside `encoder.mlp`",
        Need.RevNet => "in a ResNet",
        Need.MlpEncoder => "without `encoder.mlp`",
        Need.Discriminator => "without a discriminator",
        Need.Trunk => "beside `discriminator.mlp`",
        Need.MlpDiscriminator => "without `discriminator.mlp`",
        Need.Pairs => "without scores of z",
        Need.Alternation => "with simultaneous updates",
        Need.Crop => "without a crop",
    };
}
