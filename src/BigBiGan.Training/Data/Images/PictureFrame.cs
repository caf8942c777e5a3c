namespace BigBiGan.Training.Data.Images;

/// <summary>Which part of a picture an image shows, whatever the picture's size: its central square, or the crop of a draw.</summary>
internal readonly record struct PictureFrame(RandomCrop? Crop, long Draw)
{
    public static readonly PictureFrame Centre;

    public CropBox Of(int width, int height) => Crop?.Of(Draw, width, height) ?? CropBox.CentralSquare(width, height);
}
