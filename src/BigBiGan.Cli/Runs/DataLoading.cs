using BigBiGan.Cli.Display;
using BigBiGan.Dsl.Spec;
using BigBiGan.Training.Data;
using Spectre.Console;

namespace BigBiGan.Cli.Runs;

internal static class DataLoading
{
    /// <summary>Reads images as a variant asks for them, with a line a second where decoding takes long.</summary>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource Load(string source, Variant variant) => DataSource.Load(
        source,
        variant.Encoder?.Image ?? variant.Image.Size,
        variant.Image.Colours,
        Warning.Print,
        (done, total) => Terminal.Progress.WriteLine($"reading images: {done} of {total}"));

    /// <summary>The source as a later sitting, maybe from another folder, finds it: folders by their full path.</summary>
    public static string Lasting(string source) => Directory.Exists(source) ? Path.GetFullPath(source) : source;
}
