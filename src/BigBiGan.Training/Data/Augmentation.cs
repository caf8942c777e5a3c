namespace BigBiGan.Training.Data;

/// <param name="Flip">Mirrors left and right half of the time.</param>
/// <param name="Shift">Moves by up to so many pixels in each direction; black comes in.</param>
public sealed record Augmentation(bool Flip, int Shift)
{
    public static readonly Augmentation None = new(false, 0);
}
