namespace BigBiGan.Training.Data.Packs;

/// <summary>What a pack says of itself, at its end.</summary>
/// <param name="Version">Of the format.</param>
/// <param name="Name">Of the images in protocols.</param>
/// <param name="Count">Of its pictures.</param>
/// <param name="Train">How many of them are trained on; those to test on come after them.</param>
/// <param name="Size">The most that the shorter side of a picture has, in pixels.</param>
/// <param name="Colours">1 or 3.</param>
/// <param name="Quality">Of the JPEGs; null where pictures are plain pixels.</param>
/// <param name="ClassNames">In the order of their labels.</param>
/// <param name="Source">The identity of the images that were packed.</param>
/// <param name="Records">SHA-256 of the records, in lower-case hex: what is mapped is found by them.</param>
/// <param name="Content">SHA-256 of labels, class names and all pictures, in lower-case hex.</param>
internal sealed record PackHead(
    int Version,
    string Name,
    int Count,
    int Train,
    int Size,
    int Colours,
    int? Quality,
    IReadOnlyList<string> ClassNames,
    string Source,
    string Records,
    string Content);
