using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Runs;

public sealed class TrainedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_networks_and_the_average_are_those_of_the_newest_checkpoint()
    {
        Train(5);
        using var trained = TrainedModel.Load(TinyModel.Entry, RunFolder.Open(_folder["run"]), CPU, CheckpointChoice.Latest, Assert.Fail);
        Assert.Equal(5, trained.Checkpoint.Step);
        using var file = SafeTensorFile.Read(_folder["run", "checkpoints", "step-00000005.safetensors"]);
        var weight = trained.Model.Networks[0].Network.state_dict()["first.weight"];
        Assert.Equal(Numbers(file.Tensors["G.first.weight"]), Numbers(weight));
        using (trained.Ema.Applied())
        {
            Assert.Equal(Numbers(file.Tensors["ema.G.first.weight"]), Numbers(weight));
        }
    }

    [Fact]
    public void A_run_of_another_variant_is_refused()
    {
        Train(1);
        var problem = Assert.Throws<RunException>(() => TrainedModel.Load(TinyModel.Variant("tests/other", "77"), RunFolder.Open(_folder["run"]), CPU, CheckpointChoice.Latest, Assert.Fail));
        Assert.EndsWith("holds a run of tests/tiny; asked for is tests/other", problem.Message);
    }

    [Fact]
    public void A_run_without_a_checkpoint_is_refused()
    {
        using var run = TrainingRun.Start(Options(1), Assert.Fail);
        var problem = Assert.Throws<RunException>(() => TrainedModel.Load(TinyModel.Entry, run.Folder, CPU, CheckpointChoice.Latest, Assert.Fail));
        Assert.Contains("has no checkpoint yet", problem.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Numbers(Tensor tensor)
    {
        using var plain = tensor.detach();
        return plain.data<float>().ToArray();
    }

    private void Train(int steps)
    {
        using var run = TrainingRun.Start(Options(steps), Assert.Fail);
        run.Train();
    }

    private RunRequest Options(int steps) => new()
    {
        Variant = TinyModel.Entry,
        Spec = "variant: Tiny\n",
        Data = TinyModel.Images(),
        DataSource = "noise",
        Folder = _folder["run"],
        Steps = steps,
        Threads = 1,
        Version = "1",
    };
}
