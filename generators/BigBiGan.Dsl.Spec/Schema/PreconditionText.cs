namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The words for a <see cref="Precondition"/>.</summary>
internal static class PreconditionText
{
    /// <summary>After "required": <c>with an encoder</c>.</summary>
    public static string With(Precondition need) => need switch
    {
        Precondition.Nothing => "",
        Precondition.Labels => "with labels",
        Precondition.ConvGenerator => "without `generator.mlp`",
        Precondition.MlpGenerator => "in `generator.mlp`",
        Precondition.Encoder => "with an encoder",
        Precondition.Backbone => "with an encoder, without `encoder.mlp`",
        Precondition.RevNet => "with a RevNet",
        Precondition.MlpEncoder => "in `encoder.mlp`",
        Precondition.Discriminator => "with a discriminator",
        Precondition.Trunk => "with a discriminator, without `discriminator.mlp`",
        Precondition.MlpDiscriminator => "in `discriminator.mlp`",
        Precondition.Pairs => "with scores of z, without `discriminator.mlp`",
        Precondition.Alternation => "with alternating updates of D",
        Precondition.Crop => "with a crop",
    };

    /// <summary>After "has no effect": <c>without an encoder</c>.</summary>
    public static string Without(Precondition need) => need switch
    {
        Precondition.Nothing => "",
        Precondition.Labels => "without labels",
        Precondition.ConvGenerator => "beside `generator.mlp`",
        Precondition.MlpGenerator => "without `generator.mlp`",
        Precondition.Encoder => "without an encoder",
        Precondition.Backbone => "beside `encoder.mlp`",
        Precondition.RevNet => "in a ResNet",
        Precondition.MlpEncoder => "without `encoder.mlp`",
        Precondition.Discriminator => "without a discriminator",
        Precondition.Trunk => "beside `discriminator.mlp`",
        Precondition.MlpDiscriminator => "without `discriminator.mlp`",
        Precondition.Pairs => "without scores of z",
        Precondition.Alternation => "with simultaneous updates",
        Precondition.Crop => "without a crop",
    };
}
