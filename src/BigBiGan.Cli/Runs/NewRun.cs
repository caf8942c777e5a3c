using BigBiGan.Cli.Errors;
using BigBiGan.Cli.Specs;
using BigBiGan.Dsl.Spec;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Evaluators;

namespace BigBiGan.Cli.Runs;

/// <summary>What a new run takes where the user names nothing.</summary>
internal static class NewRun
{
    private const long SmallMultiplyAdds = 500_000_000;

    /// <summary>
    /// One for small networks: their convolutions' backward passes wait at barriers longer than a second thread saves
    /// (docs/performance.md), and their results are then the same on machines of any number of cores.
    /// </summary>
    public static int? Threads(PlannedVariant planned) =>
        planned.Plan.MultiplyAdds < SmallMultiplyAdds ? 1 : null;

    /// <summary>The embedded images, where they are what the variant asks for.</summary>
    public static string Data(Variant variant) => ReaderTable.DefaultFor(variant.Image.Colours)
        ?? throw new UserMistake($"{variant.Path} draws {variant.Image.Colours}-colour images of {variant.Image.Size} px and has no data of its own; give --data DIR, a folder of class folders of PNG or JPEG");

    /// <summary>The images of a source, enough of them to measure a model.</summary>
    /// <exception cref="UserMistake">There are too few.</exception>
    /// <exception cref="DataSourceException">The images cannot be used.</exception>
    public static DataSource Images(string source, Variant variant)
    {
        var data = DataLoading.Load(source, variant);
        return data.Train.Count >= Evaluator.FewestImages
            ? data
            : throw new UserMistake($"{data.Name} has {data.Train.Count} training images; expected at least {Evaluator.FewestImages}, or the trained model cannot be measured");
    }
}
