namespace BigBiGan.Training.Data.Sources;

/// <summary>What becomes of pictures that cannot be decoded.</summary>
public enum BrokenPictures
{
    /// <summary>They are left out, named, and part of what a run remembers of its images.</summary>
    Skip,

    /// <summary>The first one ends the work.</summary>
    Stop,
}
