using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;

namespace BigBiGan.Training.Data.Images;

/// <summary>
/// Part of an image: its area's share uniform, its aspect log-uniform, its place uniform among those that fit; after ten tries that do not fit, the
/// largest centred part of an allowed aspect (Szegedy et al., 2015, as it is commonly coded). Crop k is a function of k and the image's size alone.
/// </summary>
internal sealed class RandomCrop(CropFacts facts, CounterRandom random)
{
    private const int Tries = 10;

    /// <summary>Numbers set aside for each draw: four a try.</summary>
    private const int Numbers = 4 * Tries;

    public CropBox Of(long draw, int width, int height)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var first = (draw * Numbers) + (4 * attempt);
            var area = (double)width * height * Between(facts.AreaFrom, facts.AreaTo, random.UnitAt(first));
            var aspect = Math.Exp(Between(Math.Log(facts.AspectFrom), Math.Log(facts.AspectTo), random.UnitAt(first + 1)));
            var (across, down) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            if (across >= 1 && down >= 1 && across <= width && down <= height)
            {
                return new CropBox(
                    (int)(random.UnitAt(first + 2) * (width - across + 1)),
                    (int)(random.UnitAt(first + 3) * (height - down + 1)),
                    across,
                    down);
            }
        }

        return Largest(width, height);
    }

    private CropBox Largest(int width, int height)
    {
        var aspect = Math.Clamp((double)width / height, Math.Min(facts.AspectFrom, 1), Math.Max(facts.AspectTo, 1));
        var across = Math.Clamp((int)Math.Round(height * aspect), 1, width);
        var down = Math.Clamp((int)Math.Round(width / aspect), 1, height);
        return new CropBox((width - across) / 2, (height - down) / 2, across, down);
    }

    private static double Between(double from, double to, double part) => from + ((to - from) * part);
}
