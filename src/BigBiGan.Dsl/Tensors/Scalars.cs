using TorchSharp;

namespace BigBiGan.Dsl.Tensors;

/// <summary>Made once: a conversion from double leaves an object for the finalizer at every call.</summary>
internal static class Scalars
{
    public static readonly Scalar One = 1.0.ToScalar();
}
