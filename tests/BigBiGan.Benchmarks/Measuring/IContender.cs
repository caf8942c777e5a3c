namespace BigBiGan.Benchmarks;

/// <summary>One way to take a training step.</summary>
internal interface IContender : IDisposable
{
    string Name { get; }

    /// <summary>Takes one whole step of the subject: D's updates, then that of G and E.</summary>
    void Step();
}
