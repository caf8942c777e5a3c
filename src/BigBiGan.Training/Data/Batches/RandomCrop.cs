using BigBiGan.Dsl;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Batches;

/// <summary>
/// Part of a square image: its area's share uniform, its aspect log-uniform, its place uniform among those that fit; after ten
/// tries that do not fit, the whole image (Szegedy et al., 2015, as it is commonly coded). Crop k is a function of k alone.
/// </summary>
internal sealed class RandomCrop(CropFacts facts, CounterRandom random)
{
    private const int Tries = 10;

    /// <summary>Numbers set aside for each draw: four a try.</summary>
    private const int Numbers = 4 * Tries;

    public CropBox Of(long draw, int size)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var first = (draw * Numbers) + (4 * attempt);
            var area = size * size * Between(facts.AreaFrom, facts.AreaTo, random.UnitAt(first));
            var aspect = Math.Exp(Between(Math.Log(facts.AspectFrom), Math.Log(facts.AspectTo), random.UnitAt(first + 1)));
            var width = (int)Math.Round(Math.Sqrt(area * aspect));
            var height = (int)Math.Round(Math.Sqrt(area / aspect));
            if (width >= 1 && height >= 1 && width <= size && height <= size)
            {
                return new CropBox(
                    (int)(random.UnitAt(first + 2) * (size - width + 1)),
                    (int)(random.UnitAt(first + 3) * (size - height + 1)),
                    width,
                    height);
            }
        }

        return new CropBox(0, 0, size, size);
    }

    private static double Between(double from, double to, double part) => from + ((to - from) * part);
}
