namespace BigBiGan.Training.Data.Batches;

/// <summary>How images are read. It changes how long a batch takes, and no batch.</summary>
/// <param name="Workers">Threads that decode; null for as many as a trial at the start shows to be of use.</param>
/// <param name="CacheBytes">For decoded images; null for a quarter of the memory that is free at the start.</param>
public sealed record ReadingSettings(int? Workers = null, long? CacheBytes = null);
