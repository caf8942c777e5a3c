using BigBiGan.Dsl;

namespace BigBiGan.Training.Data.Batches;

/// <param name="Flip">Mirrors left and right half of the time.</param>
/// <param name="Shift">Moves by up to so many pixels in each direction; black comes in.</param>
/// <param name="Crop">A random part, resized to the whole size; null for whole images.</param>
public sealed record Augmentation(bool Flip, int Shift, CropFacts? Crop = null)
{
    public static readonly Augmentation None = new(false, 0);
}
