namespace BigBiGan.Training.Data.Images;

/// <summary>A rectangle of an image, in pixels.</summary>
internal readonly record struct CropBox(int Left, int Top, int Width, int Height)
{
    /// <summary>The central crop of evaluation: the largest centred square.</summary>
    public static CropBox CentralSquare(int width, int height)
    {
        var side = Math.Min(width, height);
        return new CropBox((width - side) / 2, (height - side) / 2, side, side);
    }
}
