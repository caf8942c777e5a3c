using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Sessions;

/// <summary>Where a session reports what it does. A session prints nothing; the command line shows this to people, and a test keeps it.</summary>
public interface ISessionReport
{
    /// <summary>Something is odd, and no reason to stop.</summary>
    void Warn(string line);

    /// <summary>What a person may want to know, where nothing is wrong.</summary>
    void Note(string line);

    /// <summary>What begins or has ended.</summary>
    void Say(string line);

    /// <summary>Work that may take long begins.</summary>
    /// <param name="work">In words, without numbers.</param>
    /// <returns>Receives (done, total); from any thread, one at a time.</returns>
    Action<int, int> Progress(string work);

    /// <summary>All kernels of the training step were proven, in one form or another.</summary>
    void KernelsProven();

    /// <summary>Shows a training while it runs.</summary>
    /// <param name="title">What is trained, on what and how.</param>
    /// <param name="goal">Where it ends.</param>
    /// <param name="train">Trains, and hands each logged step to its receiver. To be called once.</param>
    TrainingOutcome Show(string title, TrainingGoal goal, Func<Action<StepRecord>, TrainingOutcome> train);

    /// <summary>All that was trained is stored: from here on the session may end at any moment.</summary>
    /// <param name="lastWords">What to say then.</param>
    void Stored(string lastWords);
}
