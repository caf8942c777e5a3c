namespace BigBiGan.Training.Data.Sources;

/// <summary>How a source is read, where there is a choice. Each is part of the images' identity by what it does to them.</summary>
/// <param name="Broken">Null: a few are left out where all images are decoded at the start, and the first that is drawn stops the work elsewhere.</param>
/// <param name="TestLabels">The file with the classes of test pictures that lie in no folders of classes; null where there is none.</param>
public sealed record SourceOptions(BrokenPictures? Broken = null, string? TestLabels = null)
{
    /// <summary>Whether the bicubic filter widens where pictures become smaller; a variant decides it.</summary>
    public bool Antialias { get; init; } = true;

    /// <summary>As where nobody asks for anything.</summary>
    public static readonly SourceOptions Default = new();

    /// <summary>These, but for what others ask for.</summary>
    public SourceOptions Or(SourceOptions asked) => this with { Broken = asked.Broken ?? Broken, TestLabels = asked.TestLabels ?? TestLabels };

    /// <summary>As a later sitting, maybe from another folder, finds them.</summary>
    public SourceOptions Lasting => this with { TestLabels = TestLabels is null ? null : Path.GetFullPath(TestLabels) };
}
