namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>A convolution without bias, batch norm and ReLU.</summary>
/// <param name="Name">In state dicts, behind the block's: <c>branch5x5_2</c>; empty where it is the whole block.</param>
/// <param name="Outputs">Channels.</param>
/// <param name="Height">Of the kernel.</param>
/// <param name="Width">Of the kernel.</param>
/// <param name="Stride">In both directions.</param>
/// <param name="Padded">By half the kernel on each side; else not at all.</param>
internal sealed record InceptionConvolution(string Name, int Outputs, int Height, int Width, int Stride = 1, bool Padded = true)
{
    /// <summary>Of a square kernel.</summary>
    public static InceptionConvolution Square(string name, int outputs, int side, int stride = 1, bool padded = true) =>
        new(name, outputs, side, side, stride, padded);
}
