namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>A kind of problem.</summary>
/// <param name="Id">BBG01xx: YAML. 02xx: keys and values. 03xx: files and inheritance. 04xx: shapes and meaning.
/// 05xx: the one-change rule. 06xx: grids. 07xx: budgets. 09xx: C#.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Help">Where docs/problems.md speaks of it.</param>
/// <param name="Severity">What it means for the build.</param>
public sealed record Rule(string Id, string Title, string Help, Severity Severity)
{
    private static readonly List<Rule> Rows = []; // before all rows: initializers run in the order of the text

    public static readonly Rule Syntax = Row("BBG0101", "not valid YAML");
    public static readonly Rule Tab = Row("BBG0102", "a tab in the indentation");
    public static readonly Rule DuplicateKey = Row("BBG0103", "a key given twice");
    public static readonly Rule Unsupported = Row("BBG0104", "YAML that a spec does not use");
    public static readonly Rule TooLarge = Row("BBG0105", "too large or too deep");
    public static readonly Rule Empty = Row("BBG0106", "nothing in the spec");
    public static readonly Rule Comment = Row("BBG0107", "a comment to the compiler that it does not understand", Severity.ErrorByDefault);
    public static readonly Rule UnusedSuppression = Row("BBG0108", "a comment that allows nothing", Severity.ErrorByDefault);

    public static readonly Rule UnknownKey = Row("BBG0201", "an unknown key");
    public static readonly Rule WrongType = Row("BBG0202", "a value of the wrong kind");
    public static readonly Rule OutOfRange = Row("BBG0203", "a value out of range");
    public static readonly Rule MissingKey = Row("BBG0204", "a missing key");
    public static readonly Rule UnusedKey = Row("BBG0205", "a key that nothing reads", Severity.ErrorByDefault);

    public static readonly Rule UnknownBase = Row("BBG0301", "an unknown base");
    public static readonly Rule Cycle = Row("BBG0302", "specs that extend each other in a circle");
    public static readonly Rule NothingToRemove = Row("BBG0303", "a removal of what is not there", Severity.ErrorByDefault);
    public static readonly Rule NameTwice = Row("BBG0304", "a variant declared twice");
    public static readonly Rule Misnamed = Row("BBG0305", "a spec that nothing reads", Severity.ErrorByDefault);
    public static readonly Rule NameMeets = Row("BBG0307", "names that meet in C#");

    public static readonly Rule LatentChunks = Row("BBG0401", "a latent that does not divide into chunks");
    public static readonly Rule Preset = Row("BBG0402", "no preset for the image size");
    public static readonly Rule BlockList = Row("BBG0403", "a list without residual blocks");
    public static readonly Rule GeneratorSize = Row("BBG0404", "G's output is not the image size");
    public static readonly Rule TrunkSize = Row("BBG0405", "F halves the image below one pixel");
    public static readonly Rule EncoderImage = Row("BBG0406", "E's image is not the image size times 1, 2 or 4");
    public static readonly Rule EncoderSize = Row("BBG0407", "E's image is too small for its stages");
    public static readonly Rule AttentionChannels = Row("BBG0408", "attention on channels that do not divide by 8");
    public static readonly Rule AttentionSize = Row("BBG0409", "attention on an image that cannot be pooled");
    public static readonly Rule ReversibleChannels = Row("BBG0410", "reversible channels that do not divide by 8");
    public static readonly Rule BackboneDepth = Row("BBG0411", "a depth that the family does not have");
    public static readonly Rule Posterior = Row("BBG0412", "a posterior that does not fit the prior");
    public static readonly Rule Scores = Row("BBG0413", "scores that leave a network untrained");
    public static readonly Rule Augmentation = Row("BBG0414", "a shift as wide as the image");

    public static readonly Rule Untrained = Row("BBG0415", "a network that no loss trains");
    public static readonly Rule Regression = Row("BBG0416", "a regression that E cannot learn");
    public static readonly Rule Labels = Row("BBG0417", "labels that nothing can use");
    public static readonly Rule ReversiblePrecision = Row("BBG0418", "reversible stages in bfloat16");
    public static readonly Rule Average = Row("BBG0419", "an average that is mostly the untrained G", Severity.ErrorByDefault);
    public static readonly Rule Crop = Row("BBG0420", "a crop that never crops", Severity.ErrorByDefault);

    public static readonly Rule UnknownLayer = Row("BBG0421", "an unknown layer");
    public static readonly Rule LayerFit = Row("BBG0422", "a layer that does not fit where it stands");
    public static readonly Rule LayerTwice = Row("BBG0423", "a layer declared twice");
    public static readonly Rule MicroBatches = Row("BBG0424", "micro-batches that do not divide the batch");

    public static readonly Rule AblationBase = Row("BBG0501", "an ablation without a base");
    public static readonly Rule AblationKey = Row("BBG0502", "an ablation of an unknown key");
    public static readonly Rule OneChange = Row("BBG0503", "more than one change", Severity.ErrorByDefault);
    public static readonly Rule NoChange = Row("BBG0504", "an ablation that changes nothing", Severity.ErrorByDefault);

    public static readonly Rule GridVariant = Row("BBG0601", "a grid of an unknown variant");
    public static readonly Rule AxisKey = Row("BBG0602", "an axis or a condition over an unknown key");
    public static readonly Rule AxisTwice = Row("BBG0603", "two axes over one key");
    public static readonly Rule ZipLength = Row("BBG0604", "a zip of lists of unequal length");
    public static readonly Rule IdleExclusion = Row("BBG0605", "an exclusion that excludes nothing", Severity.ErrorByDefault);
    public static readonly Rule IdleCondition = Row("BBG0606", "a condition that changes nothing", Severity.ErrorByDefault);
    public static readonly Rule EmptyGrid = Row("BBG0607", "an empty grid");
    public static readonly Rule GridTwice = Row("BBG0608", "a grid declared twice");
    public static readonly Rule GridFolder = Row("BBG0609", "a variant in the folder of the grids");

    public static readonly Rule OverBudget = Row("BBG0701", "over budget", Severity.ErrorByDefault);
    public static readonly Rule BudgetBase = Row("BBG0702", "a budget that is compared with nothing");
    public static readonly Rule Calibration = Row("BBG0703", "hours without a speed");

    public static readonly Rule ClassNotPartial = Row("BBG0901", "a variant's class without room for the generated half");
    public static readonly Rule SpecNotFound = Row("BBG0902", "a class for a spec that is not there");
    public static readonly Rule TwoClasses = Row("BBG0903", "two classes for one spec");
    public static readonly Rule LayerClass = Row("BBG0904", "a layer's class that does not keep the contract");
    public static readonly Rule StraySpec = Row("BBG0905", "a spec in a project that compiles none", Severity.ErrorByDefault);
    public static readonly Rule Language = Row("BBG0906", "a C# that is too old for the generated code");
    public static readonly Rule Internal = Row("BBG0999", "a fault of the compiler itself");

    /// <summary>Every kind of problem, by id: the rows above, which register themselves.</summary>
    public static IReadOnlyList<Rule> All => Rows;

    /// <summary>Whether it says that the variant's class would meet another type or a namespace: then no class is written for it.</summary>
    public bool IsOfName => this == NameTwice || this == NameMeets || this == GridFolder;

    /// <summary>Whether a comment, .globalconfig or NoWarn may lower it: the variant, or the grid, is compiled all the same.</summary>
    public bool CanBeAllowed => Severity == Severity.ErrorByDefault;

    private static Rule Row(string id, string title, Severity severity = Severity.Error)
    {
        var rule = new Rule(id, title, $"docs/problems.md#{id.ToLowerInvariant()}", severity);
        Rows.Add(rule);
        return rule;
    }
}

public enum Severity
{
    /// <summary>Always an error: there is nothing to compile.</summary>
    Error,

    /// <summary>An error unless people decide otherwise: what it speaks of is not a fair experiment, or no tidy spec, and compiles.</summary>
    ErrorByDefault,
}
