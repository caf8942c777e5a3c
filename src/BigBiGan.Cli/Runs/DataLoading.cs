using BigBiGan.Cli.Display;
using BigBiGan.Cli.Errors;
using BigBiGan.Dsl.Spec;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Text;

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
        SlowProgress.Of("reading images"),
        Note.Print);

    /// <summary>The images that a command about a run reads: those that are asked for, or the run's own.</summary>
    /// <exception cref="UserMistake">The run's own are no longer where they were.</exception>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource OfRun(Trained trained, Variant variant, string? asked) =>
        Load(asked ?? SourceOf(trained.Folder.Identity, trained.Folder.Path), variant);

    /// <summary>Where a run's own images lie.</summary>
    /// <exception cref="UserMistake">They are no longer where they were.</exception>
    public static string SourceOf(RunIdentity identity, string run) => ReaderTable.IsName(identity.DataSource) || Directory.Exists(identity.DataSource)
        ? identity.DataSource
        : throw new UserMistake(
            $"{run} was trained on the images in {identity.DataSource}, and there is no such folder now; "
            + $"say where they are with --data DIR (`train --resume {ShellWord.Of(run)} --data DIR` keeps the new place)");

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
