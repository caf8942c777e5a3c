using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Sources;

/// <summary>One way to read images: how its sources are recognised, loaded and described.</summary>
/// <param name="Help">What a person gives to <c>--data</c>, as a part of a sentence: <c>a folder of class folders of PNG or JPEG</c>.</param>
/// <param name="Accepts">Whether a name or a path is a source of this kind. It looks at names of files and reads none.</param>
/// <param name="Load">Reads both splits. Throws a <see cref="Errors.DataSourceException"/> that says why they cannot be used.</param>
internal sealed record DataReader(string Help, Func<string, bool> Accepts, Func<DataRequest, DataSource> Load)
{
    /// <summary>All pictures of both splits, of a kind that decodes them; null where loading reads all that there is.</summary>
    public Func<DataRequest, IPixels>? Pictures { get; init; }

    /// <summary>The name of images that need no folder; null of a kind of folder.</summary>
    public string? Name { get; init; }

    /// <summary>Images of how many colours it is the default for; null where people must ask for it.</summary>
    public int? DefaultColours { get; init; }

    /// <summary>Images that are known by a name.</summary>
    public static DataReader Named(string name, string help, Func<DataRequest, DataSource> load) =>
        new($"{name} ({help})", asked => asked == name, load) { Name = name };
}
