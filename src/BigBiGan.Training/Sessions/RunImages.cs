using BigBiGan.Dsl;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Sessions;

/// <summary>The images of runs, as their variants ask for them.</summary>
public static class RunImages
{
    /// <summary>The source of a new run where nobody names one.</summary>
    /// <exception cref="RunException">No images fit the variant by themselves.</exception>
    public static string DefaultSource(VariantFacts facts) => ReaderTable.DefaultFor(facts.Colours)
        ?? throw new RunException(
            $"{facts.Path} draws {facts.Colours}-colour images of {facts.ImageSize} px and has no data of its own; "
            + "give --data DIR, a folder of class folders of PNG or JPEG");

    /// <summary>Reads images, with a report now and then where decoding takes long.</summary>
    /// <param name="source">What a row of <see cref="ReaderTable"/> accepts.</param>
    /// <param name="facts">Of the variant that sees the images.</param>
    /// <param name="report">Receives what is odd, and how far it is.</param>
    /// <param name="options">How the source is read, where there is a choice.</param>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource Load(string source, VariantFacts facts, ISessionReport report, SourceOptions? options = null) =>
        DataSource.Load(source, facts.DataSize, facts.Colours, report.Warn, report.Progress("reading images"), report.Note, As(facts, options));

    /// <summary>Reads images that a model is to be trained on: enough of them to measure it, too.</summary>
    /// <exception cref="RunException">There are too few.</exception>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource LoadToTrain(string source, VariantFacts facts, ISessionReport report, SourceOptions? options = null)
    {
        var data = Load(source, facts, report, options);
        return data.Train.Count >= Evaluator.FewestImages
            ? data
            : throw new RunException(
                $"{data.Name} has {data.Train.Count} training images; "
                + $"expected at least {Evaluator.FewestImages}, or the trained model cannot be measured");
    }

    /// <summary>The images that a command about a run reads: those that are asked for, or the run's own.</summary>
    /// <exception cref="RunException">The run's own are no longer where they were.</exception>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource OfRun(LoadedRun run, string? asked, ISessionReport report) =>
        Load(asked ?? SourceOf(run.Folder.Identity, run.Folder.Path), run.Model.Facts, report,
            asked is null ? OptionsOf(run.Folder.Identity) : new SourceOptions(run.Folder.Identity.Broken));

    /// <summary>How a run's own images are read.</summary>
    public static SourceOptions OptionsOf(RunIdentity identity) => new(identity.Broken, identity.TestLabels);

    /// <summary>Where a run's own images lie.</summary>
    /// <exception cref="RunException">They are no longer where they were.</exception>
    public static string SourceOf(RunIdentity identity, string run) => ReaderTable.Accepts(identity.DataSource)
        ? identity.DataSource
        : throw new RunException(
            $"{run} was trained on the images in {identity.DataSource}, and there is no such folder now; "
            + $"say where they are with --data DIR (`train --resume {ShellWord.Of(run)} --data DIR` keeps the new place)");

    /// <summary>Reads pictures without classes in the same way.</summary>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static ImageSet LoadLoose(string path, VariantFacts facts, ISessionReport report) =>
        LooseImages.Load(path, facts.DataSize, facts.Colours, report.Warn, report.Progress("reading images"), As(facts, null));

    /// <summary>What is asked for, with what the variant decides.</summary>
    private static SourceOptions As(VariantFacts facts, SourceOptions? asked) => (asked ?? SourceOptions.Default) with { Antialias = facts.Antialias };

    /// <summary>The source as a later sitting, maybe from another folder, finds it: all but names by their full path.</summary>
    public static string Lasting(string source) => ReaderTable.Accepts(source) && !ReaderTable.IsName(source) ? Path.GetFullPath(source) : source;
}
