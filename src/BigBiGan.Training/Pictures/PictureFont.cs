using ScottPlot;
using SkiaSharp;

namespace BigBiGan.Training.Pictures;

/// <summary>The font of all pictures, carried by this assembly: a bare server has none, and text would be missing there.</summary>
internal sealed class PictureFont : IFontResolver
{
    public const string Name = "BigBiGan";

    public static readonly SKTypeface Typeface = Load();

    private PictureFont()
    {
    }

    /// <summary>Makes ScottPlot find the font by its name.</summary>
    public static void Register()
    {
        if (!Fonts.FontResolvers.OfType<PictureFont>().Any())
        {
            Fonts.FontResolvers.Add(new PictureFont());
        }
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Load() : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Load() : null;

    private static SKTypeface Load()
    {
        using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream("Font/DejaVuSans.ttf");
        return SKTypeface.FromStream(stream);
    }
}
