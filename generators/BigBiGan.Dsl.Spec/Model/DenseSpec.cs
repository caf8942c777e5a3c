namespace BigBiGan.Dsl.Spec.Model;

/// <summary>Hidden layers of one width, each a linear map, batch norm and (leaky) ReLU (BiGAN's permutation-invariant networks).</summary>
public sealed record DenseSpec(int Layers, int Width);

/// <summary>An MLP of residual blocks of two linear layers each.</summary>
public sealed record MlpSpec(int Layers, int Width);
