namespace BigBiGan.Training.Runs;

/// <summary>A form in which a run's steps are logged, each a file in its folder.</summary>
public enum LogKind
{
    /// <summary><c>log.jsonl</c>: the log that this program itself reads.</summary>
    Jsonl,

    /// <summary><c>events.out.tfevents.run</c>: for TensorBoard.</summary>
    TensorBoard,

    /// <summary><c>log.csv</c>: a line per logged step, a column per number.</summary>
    Csv,
}
