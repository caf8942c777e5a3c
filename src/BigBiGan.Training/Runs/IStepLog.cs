using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>A log of steps that is open for one sitting.</summary>
internal interface IStepLog : IDisposable
{
    /// <exception cref="RunException">The disk is full or cannot be written.</exception>
    void Append(StepRecord record);

    /// <param name="picture">A sheet of samples, as PNG.</param>
    /// <exception cref="RunException">The disk is full or cannot be written.</exception>
    void Append(EvaluationRecord record, string picture);
}
