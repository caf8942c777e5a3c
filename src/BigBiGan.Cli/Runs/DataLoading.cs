using BigBiGan.Cli.Display;
using BigBiGan.Dsl.Spec;
using BigBiGan.Training.Data;

namespace BigBiGan.Cli.Runs;

internal static class DataLoading
{
    /// <summary>Reads images as a variant asks for them, with a line now and then where decoding takes long.</summary>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource Load(string source, Variant variant) => DataSource.Load(
        source,
        variant.Encoder?.Image ?? variant.Image.Size,
        variant.Image.Colours,
        Warning.Print,
        SlowProgress.Of("reading images"));

    /// <summary>Reads pictures without classes in the same way.</summary>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static ImageSet LoadLoose(string path, Variant variant) => LooseImages.Load(
        path,
        variant.Encoder?.Image ?? variant.Image.Size,
        variant.Image.Colours,
        Warning.Print,
        SlowProgress.Of("reading images"));

    /// <summary>The source as a later sitting, maybe from another folder, finds it: folders by their full path.</summary>
    public static string Lasting(string source) => Directory.Exists(source) ? Path.GetFullPath(source) : source;
}
