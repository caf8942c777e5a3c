namespace BigBiGan.Training.Data.Images;

/// <summary>A rectangle of an image, in pixels.</summary>
internal readonly record struct CropBox(int Left, int Top, int Width, int Height);
