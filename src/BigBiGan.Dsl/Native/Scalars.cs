using TorchSharp;

namespace BigBiGan.Dsl.Native;

/// <summary>Made once: a conversion from double leaves an object for the finalizer at every call.</summary>
internal static class Scalars
{
    /// <summary>A whole number: tensors of any type take it.</summary>
    public static readonly Scalar One = 1L.ToScalar();
}
