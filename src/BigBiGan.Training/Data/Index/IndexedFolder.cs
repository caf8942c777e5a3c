namespace BigBiGan.Training.Data.Index;

/// <summary>What an index says of a folder beside its pictures.</summary>
/// <param name="Train">How many pictures are trained on; those to test on come after them.</param>
/// <param name="TestIdentity">Of the pictures to test on; that of the index is of those to train on.</param>
/// <param name="Told">Which folder became what, in a line.</param>
/// <param name="LeftOut">What lies there and is not read, a clause each.</param>
internal sealed record IndexedFolder(int Train, string TestIdentity, string Told, IReadOnlyList<string> LeftOut);
