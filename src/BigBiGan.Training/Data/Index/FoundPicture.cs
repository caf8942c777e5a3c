namespace BigBiGan.Training.Data.Index;

/// <summary>A picture as a source was found to have it.</summary>
/// <param name="Name">In the source, without its ending: pictures of a class are ordered by it.</param>
/// <param name="Class">As it is written there: a number or a name; empty where nothing says it.</param>
/// <param name="Position">Of its first byte in its file.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct FoundPicture(string Name, string Class, long Position, int Length);
