using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Sources;

/// <summary>What is asked of a reader.</summary>
/// <param name="Source">A name or a path.</param>
/// <param name="Size">Height and width to deliver, in pixels.</param>
/// <param name="Colours">1 or 3.</param>
/// <param name="Warn">Receives a line per file that had to be skipped, and one about what is left out.</param>
/// <param name="Progress">Receives (done, total) about once a second when decoding takes more than two seconds.</param>
/// <param name="Note">Receives a line that says which folder became what.</param>
internal sealed record DataRequest(
    string Source, int Size, int Colours, Action<string>? Warn = null, Action<int, int>? Progress = null, Action<string>? Note = null)
{
    public SourceOptions Options { get; init; } = SourceOptions.Default;

    /// <summary>What pictures are to become.</summary>
    public PictureShape Shape => new(Size, Colours, Options.Antialias);

    /// <summary>The last part of the path: what a folder's images are called in protocols.</summary>
    public string FolderName => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Source)));
}
