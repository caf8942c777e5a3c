using BigBiGan.Cli.Display;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Runs;

/// <summary>Shows people on standard error what a session does.</summary>
/// <param name="stop">The signals that end the session; null where nothing listens to them.</param>
internal sealed class ConsoleReport(StopSignals? stop = null) : ISessionReport
{
    public void Warn(string line) => Warning.Print(line);

    public void Note(string line) => Display.Note.Print(line);

    public void Say(string line) => Console.Error.WriteLine(line);

    public Action<int, int> Progress(string work) => SlowProgress.Of(work);

    public void KernelsProven() => KernelReport.Print();

    public TrainingOutcome Show(string title, TrainingGoal goal, Func<Action<StepRecord>, TrainingOutcome> train) =>
        new TrainingDisplay(title, goal, Terminal.Progress).Show(train);

    public void Stored(string lastWords) => stop?.EndAtOnce(lastWords);
}
