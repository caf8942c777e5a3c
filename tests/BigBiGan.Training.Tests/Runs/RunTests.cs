using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

/// <summary>Runs of the tiny variant in a folder of their own.</summary>
public abstract class RunTests : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    protected List<string> Warnings { get; } = [];

    public virtual void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void Cancel(CancellationTokenSource stop, bool now)
    {
        if (now)
        {
            stop.Cancel();
        }
    }

    protected static void Damage(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^5] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    protected RunRequest Options(string name, long steps) => new()
    {
        Variant = TinyModel.Entry,
        Spec = "variant: Tiny\n",
        Data = TinyModel.Images(),
        DataSource = "noise",
        Folder = Folder[name],
        Steps = steps,
        Threads = 1,
        Version = "1",
    };

    protected TrainingOutcome Train(RunRequest options)
    {
        using var run = TrainingRun.Start(options, Warnings.Add);
        return run.Train();
    }

    /// <summary>Ends a run in the middle of a step, without the order that an end has.</summary>
    protected void Kill(RunRequest options, int step)
    {
        using var run = TrainingRun.Start(options, Warnings.Add);
        ((TinyModel)run.Model).Before = forward =>
        {
            if (forward == (3 * (step - 1)) + 1)
            {
                throw new OperationCanceledException();
            }
        };
        Assert.Throws<OperationCanceledException>(() => run.Train());
    }

    protected string Tensors(string name, int step) => Folder[name, "checkpoints", $"step-{step:D8}.safetensors"];
}
