namespace BigBiGan.Training.Weights.Transfer;

/// <summary>A file whose weights a run started with.</summary>
/// <param name="File">Its full path at that time.</param>
/// <param name="Sha256">Of the file, in lower-case hex.</param>
/// <param name="Layout">The names in it.</param>
/// <param name="Networks">G, E or D, or `average of G`: what it held.</param>
/// <param name="Tensors">How many of the networks' tensors came from it.</param>
/// <param name="FromSeed">Parts of those networks that the layout has no names for, which stay as the seed made them.</param>
public sealed record ImportedNetworks(string File, string Sha256, string Layout, IReadOnlyList<string> Networks, int Tensors, IReadOnlyList<string> FromSeed);
