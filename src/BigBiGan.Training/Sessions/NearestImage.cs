namespace BigBiGan.Training.Sessions;

/// <summary>A training image that is among the nearest of a sample.</summary>
/// <param name="Sample">The sample's index.</param>
/// <param name="By"><c>pixels</c>, or whose features: <c>E's features</c>.</param>
/// <param name="Index">Of the training image.</param>
/// <param name="File">Null where the images are not files of their own.</param>
/// <param name="Distance">Euclidean: of pixels in [-1, 1] at G's size, or of features.</param>
public sealed record NearestImage(int Sample, string By, int Index, string? File, double Distance);
