namespace BigBiGan.Dsl.Kernels;

/// <summary>A way to calculate a kernel. All give the same algebra; they differ in the machine code that they take.</summary>
public enum KernelForm
{
    /// <summary>As libtorch chooses.</summary>
    Native,

    /// <summary>A 1x1 convolution with stride: the positions are picked first.</summary>
    Subsampled,

    /// <summary>A 1x1 convolution as a product of matrices.</summary>
    Product,

    /// <summary>The operands copied into the other memory order first.</summary>
    Reordered,

    /// <summary>Channels of zeros up to a multiple of 16 on both sides.</summary>
    Padded,

    /// <summary>libtorch's own code without oneDNN.</summary>
    Plain,

    /// <summary>bfloat16 operands in float32.</summary>
    Float32,

    /// <summary>bfloat16 operands in float32, without oneDNN.</summary>
    PlainFloat32,

    /// <summary>In float64: what all others are held against.</summary>
    Float64,
}

/// <summary>The forms in words.</summary>
public static class KernelFormText
{
    /// <summary>What follows "computed": <c>as a product of matrices</c>.</summary>
    public static string Of(KernelForm form) => form switch
    {
        KernelForm.Native => "as libtorch chooses",
        KernelForm.Subsampled => "with the stride taken first",
        KernelForm.Product => "as a product of matrices",
        KernelForm.Reordered => "in the other memory order",
        KernelForm.Padded => "with channels padded to a multiple of 16",
        KernelForm.Plain => "without oneDNN",
        KernelForm.Float32 => "in float32",
        KernelForm.PlainFloat32 => "in float32 without oneDNN",
        KernelForm.Float64 => "in float64",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };
}
