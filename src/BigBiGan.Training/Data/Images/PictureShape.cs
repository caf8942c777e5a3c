namespace BigBiGan.Training.Data.Images;

/// <summary>What pictures are to become.</summary>
/// <param name="Size">Height and width, in pixels.</param>
/// <param name="Colours">1 or 3.</param>
/// <param name="Antialias">Whether the filter widens with the reduction, so that all pixels count.</param>
internal readonly record struct PictureShape(int Size, int Colours, bool Antialias = true)
{
    /// <summary>Of an image: a byte for each value.</summary>
    public int Bytes => Colours * Size * Size;
}
