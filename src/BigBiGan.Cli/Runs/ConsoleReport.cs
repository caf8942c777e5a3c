using BigBiGan.Cli.Display;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Sessions;

namespace BigBiGan.Cli.Runs;

/// <summary>Shows people on standard error what a session does.</summary>
/// <param name="stop">The signals that end the session; null where nothing listens to them.</param>
internal sealed class ConsoleReport(StopSignals? stop = null) : ISessionReport
{
    private TrainingDisplay? _training;

    public void Warn(string line)
    {
        if (_training is null)
        {
            Warning.Print(line);
        }
        else
        {
            _training.Say(Warning.Line(line));
        }
    }

    public void Note(string line) => Display.Note.Print(line);

    public void Say(string line)
    {
        if (_training is null)
        {
            Console.Error.WriteLine(line);
        }
        else
        {
            _training.Say(line);
        }
    }

    public Action<int, int> Progress(string work) => SlowProgress.Of(work);

    public void KernelsProven() => KernelReport.Print();

    public TrainingOutcome Show(string title, TrainingGoal goal, Func<Action<StepRecord>, TrainingOutcome> train)
    {
        _training = new TrainingDisplay(title, goal, Terminal.Progress);
        try
        {
            return _training.Show(train);
        }
        finally
        {
            _training = null;
        }
    }

    public void Stored(string lastWords) => stop?.EndAtOnce(lastWords);
}
