using System.Globalization;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>Values of <c>training</c> that can have no effect beside the others.</summary>
internal static class TrainingChecks
{
    public static void Shift(Variant variant, VariantFindings findings)
    {
        var size = DataSize(variant);
        if (variant.Training.Augmentation.Shift >= size)
        {
            findings.Add(
                Rule.Augmentation,
                $"{findings.Tree.Says(SpecKeys.Shift)}; images of {size} px would be moved out of sight: expected less than {size}",
                SpecKeys.Shift,
                SpecKeys.EncoderImage,
                SpecKeys.ImageSize);
        }
    }

    /// <summary>A crop is drawn again where it does not fit into the image, and is the whole image in the end.</summary>
    public static void Crop(Variant variant, VariantFindings findings)
    {
        if (variant.Training.Augmentation.Crop is not { } crop)
        {
            return;
        }

        // the longer side of the crop that fits most easily: the smallest one, as square as it may be
        var (least, most) = (crop.Aspect.From, crop.Aspect.To);
        var elongation = least > 1 ? least : most < 1 ? 1 / most : 1;
        var side = Math.Sqrt(crop.Area.From * elongation);
        var tree = findings.Tree;
        if (crop.Area.From >= 1)
        {
            findings.Add(Rule.Crop, $"{tree.Says(SpecKeys.CropArea)}, which is the whole image; expected less than 1, or `crop: none`", SpecKeys.CropArea);
        }
        else if (Math.Round(side * DataSize(variant)) > DataSize(variant))
        {
            findings.Add(
                Rule.Crop,
                $"{tree.Says(SpecKeys.CropAspect)} and {tree.Says(SpecKeys.CropArea)}: no such crop fits into the image; "
                    + $"expected an area below {Floor(1 / elongation)}, or an aspect nearer to 1",
                SpecKeys.CropAspect,
                SpecKeys.CropArea);
        }
    }

    /// <summary>The average begins at G's first weights, of which decay^steps is left in the end; or later, at weights that were trained.</summary>
    public static void Average(Variant variant, VariantFindings findings)
    {
        var (ema, steps) = (variant.Training.Ema, variant.Training.Steps);
        if (ema.Start >= steps)
        {
            findings.Add(
                Rule.Average,
                $"{findings.Tree.Says(SpecKeys.Ema)} and {findings.Tree.Says(SpecKeys.Steps)}, so that the average never begins; "
                    + $"expected a start below {steps}",
                SpecKeys.Ema,
                SpecKeys.Steps);
            return;
        }

        var untrained = ema.Start == 0 ? Math.Pow(ema.Decay, steps) : 0;
        if (untrained > 0.5)
        {
            findings.Add(
                Rule.Average,
                $"{findings.Tree.Says(SpecKeys.Ema)} and {findings.Tree.Says(SpecKeys.Steps)}, "
                    + $"after which {Math.Floor(100 * untrained)}% of the average is the untrained G; "
                    + $"expected at most {Decay(steps)}, or 0 for none",
                SpecKeys.Ema,
                SpecKeys.Steps);
        }
    }

    public static void Precision(Variant variant, VariantFindings findings)
    {
        if (variant is { Training.Precision: Model.Precision.BFloat16, Generator.Conv: null }
            and { Encoder: null or { Backbone: null }, Discriminator: null or { F: null } })
        {
            findings.Add(Rule.UnusedKey, $"{findings.Tree.Says(SpecKeys.Precision)}, but no network has convolutions; remove it", SpecKeys.Precision);
        }
    }

    /// <summary>Batch norm needs two images.</summary>
    public static void MicroBatches(Variant variant, VariantFindings findings)
    {
        var (batch, parts) = (variant.Training.Batch, variant.Training.MicroBatches);
        if (parts > 1 && (batch % parts != 0 || batch / parts < 2))
        {
            findings.Add(
                Rule.MicroBatches,
                $"{findings.Tree.Says(SpecKeys.MicroBatches)} and {findings.Tree.Says(SpecKeys.Batch)}; "
                    + $"expected equal parts of 2 images or more, such as {Nearest(batch, parts)} parts",
                SpecKeys.MicroBatches,
                SpecKeys.Batch);
        }
    }

    private static int DataSize(Variant variant) => variant.Encoder?.Image ?? variant.Image.Size;

    /// <summary>The number nearest to <paramref name="parts"/> that cuts the batch into equal parts of 2 or more; 1 at least does.</summary>
    private static int Nearest(int batch, int parts) =>
        Enumerable.Range(1, batch / 2).Where(n => batch % n == 0).OrderBy(n => Math.Abs(n - parts)).First();

    /// <summary>The largest decay of few digits of which half is trained: 0.9993 for 1000 steps.</summary>
    private static string Decay(int steps)
    {
        var rest = 1 - Math.Pow(0.5, 1.0 / steps);
        var digit = Math.Pow(10, Math.Floor(Math.Log10(rest)));
        return ((decimal)1 - (decimal)(Math.Ceiling(rest / digit) * digit)).ToString("0.############", CultureInfo.InvariantCulture);
    }

    /// <summary>Two digits behind the point, never more than it is.</summary>
    private static string Floor(double value) => (Math.Floor(100 * value) / 100).ToString("0.##", CultureInfo.InvariantCulture);
}
