namespace BigBiGan.Training.Data.Index;

/// <summary>What an index says of itself.</summary>
/// <param name="Count">Of its pictures.</param>
/// <param name="Files">Of the source.</param>
/// <param name="Stores">How each of the files holds its pictures.</param>
/// <param name="ClassNames">In the order of their labels.</param>
/// <param name="Identity">SHA-256 of names, lengths and labels, in lower-case hex.</param>
/// <param name="Folder">Of a folder, whose pictures are files of their own; its <paramref name="Files"/> are the folders in it.</param>
internal sealed record IndexHead(
    int Version,
    int Count,
    IReadOnlyList<IndexedFile> Files,
    IReadOnlyList<PictureStore> Stores,
    IReadOnlyList<string> ClassNames,
    string Identity,
    IndexedFolder? Folder = null);
