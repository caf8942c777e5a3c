namespace BigBiGan.Training.Data.Images;

/// <summary>Grey of colours: ITU-R BT.601, in whole numbers, so that every machine gives the same bytes.</summary>
internal static class Luma
{
    /// <summary>0.299 r + 0.587 g + 0.114 b, rounded.</summary>
    public static byte Of(byte red, byte green, byte blue) => (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);
}
