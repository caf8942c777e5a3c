using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Data.Shards;

/// <summary>What a file with pictures says of itself before they are read.</summary>
/// <param name="Count">Of its pictures; null where only reading them tells.</param>
/// <param name="Aside">Bytes that its pictures take in a file aside, about; null where each can be had where it lies.</param>
/// <param name="Layout">Of pictures that are plain pixels.</param>
/// <param name="ClassNames">In the order of their labels; null where it names none.</param>
internal sealed record ShardFacts(int? Count, long? Aside, PixelLayout? Layout, IReadOnlyList<string>? ClassNames);
