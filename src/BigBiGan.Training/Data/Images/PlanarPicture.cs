namespace BigBiGan.Training.Data.Images;

/// <summary>A picture of any aspect as plain pixels.</summary>
/// <param name="Pixels">[C, Height, Width]</param>
internal sealed record PlanarPicture(int Width, int Height, byte[] Pixels)
{
    /// <summary>An empty one for a picture whose shorter side is to be no longer than a shape's.</summary>
    public static PlanarPicture Within(int width, int height, PictureShape shape)
    {
        var shorter = Math.Min(width, height);
        var (wide, high) = shorter <= shape.Size ? (width, height) : (Scaled(width), Scaled(height));
        return new PlanarPicture(wide, high, new byte[shape.Colours * wide * high]);

        int Scaled(int side) => (int)Math.Round((double)side * shape.Size / shorter, MidpointRounding.AwayFromZero);
    }
}
