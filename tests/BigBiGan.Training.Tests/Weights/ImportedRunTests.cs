using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Tests.Runs;
using BigBiGan.Training.Weights.Files;
using BigBiGan.Training.Weights.Layouts;
using BigBiGan.Training.Weights.Transfer;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Weights;

/// <summary>Runs of the tiny variant that start with its own names of another seed.</summary>
public sealed class ImportedRunTests : RunTests
{
    [Fact]
    public void An_imported_run_has_a_checkpoint_of_step_0_whose_average_is_the_imported_G_and_keeps_where_it_came_from()
    {
        using var file = Weights(seed: 7, "G", "D");
        using (var run = TrainingRun.Import(Options("run", steps: 3), new WeightImport([file]), Warnings.Add))
        {
            Assert.Equal(0, run.Step);
        }

        using var loaded = TrainedModel.Load(TinyModel.Entry, RunFolder.Open(Folder["run"]), CPU, CheckpointChoice.Latest, Assert.Fail);
        using var other = new TinyModel(TinyModel.Entry.Facts, 7);
        using var seeded = new TinyModel(TinyModel.Entry.Facts, 0);
        Assert.Equal(First(other.Networks[0].Network), First(loaded.Model.Networks[0].Network));
        Assert.Equal(First(other.Networks[0].Network), loaded.Ema.State.First().Tensor.data<float>().ToArray());
        Assert.Equal(First(seeded.Networks[1].Network), First(loaded.Model.Networks[1].Network));
        Assert.Equal(First(other.Networks[2].Network), First(loaded.Model.Networks[2].Network));
        var imported = Assert.Single(loaded.Folder.Identity.Imported!);
        Assert.Equal((file.Path, file.Sha256, "own", "G D"), (imported.File, imported.Sha256, imported.Layout, string.Join(" ", imported.Networks)));
        Assert.Empty(RunLog.Read(loaded.Folder.LogFile));
    }

    [Fact]
    public void A_folder_of_BigGAN_gives_weights_and_average_together()
    {
        using (var tensor = TorchSharp.torch.ones(1))
        {
            foreach (var name in new[] { "G", "G_ema", "D", "G_optim", "D_optim", "state_dict", "G_best0", "G_ema_best0", "D_best0" })
            {
                PthWriter.Write(Folder[$"{name}.pth"], [("w", tensor)]);
            }
        }

        var found = BigGanFolder.Read(Folder[""]);
        Assert.Equal([Folder["G.pth"], Folder["D.pth"]], found.Networks);
        Assert.Equal(Folder["G_ema.pth"], found.Average);
        File.Delete(Folder["G.pth"]);
        Assert.Equal([Folder["G_ema.pth"], Folder["D.pth"]], BigGanFolder.Read(Folder[""]).Networks);
        Assert.Null(BigGanFolder.Read(Folder[""]).Average);
        File.Delete(Folder["G_ema.pth"]);
        File.Delete(Folder["D.pth"]);
        Assert.Equal([Folder["G_best0.pth"], Folder["D_best0.pth"]], BigGanFolder.Read(Folder[""]).Networks);
        File.Copy(Folder["G_best0.pth"], Folder["G_copy1.pth"]);
        var problem = Assert.Throws<RunException>(() => BigGanFolder.Read(Folder[""]));
        Assert.Equal($"{Folder[""]} holds the weights of 'best0', 'copy1'; give the files of one of them, and its G_ema with --average", problem.Message);
    }

    [Fact]
    public void The_average_of_G_comes_from_a_file_of_its_own()
    {
        using var weights = Weights(seed: 7, "G", "D");
        using var average = Weights(seed: 8, "G");
        TrainingRun.Import(Options("run", steps: 3), new WeightImport([weights], average: average), Warnings.Add).Dispose();
        using var loaded = TrainedModel.Load(TinyModel.Entry, RunFolder.Open(Folder["run"]), CPU, CheckpointChoice.Latest, Assert.Fail);
        using var seven = new TinyModel(TinyModel.Entry.Facts, 7);
        using var eight = new TinyModel(TinyModel.Entry.Facts, 8);
        Assert.Equal(First(seven.Networks[0].Network), First(loaded.Model.Networks[0].Network));
        Assert.Equal(First(eight.Networks[0].Network), loaded.Ema.State.First().Tensor.data<float>().ToArray());
        Assert.Equal(["G D", "average of G"], loaded.Folder.Identity.Imported!.Select(file => string.Join(" ", file.Networks)));

        using var d = Weights(seed: 7, "D");
        var problem = Assert.Throws<RunException>(() => TrainingRun.Import(Options("other", steps: 3), new WeightImport([d], average: average), Warnings.Add));
        Assert.EndsWith(" is to be the average of G, and no other file holds G; give it as a file of its own instead", problem.Message);
        Assert.Throws<StateDictMismatchException>(() => TrainingRun.Import(Options("other", steps: 3), new WeightImport([weights], average: d), Warnings.Add));
        Assert.False(Directory.Exists(Folder["other"]));
    }

    [Fact]
    public void Training_goes_on_from_it_and_keeps_where_it_came_from()
    {
        using var file = Weights(seed: 7, "G");
        TrainingRun.Import(Options("run", steps: 3), new WeightImport([file]), Warnings.Add).Dispose();
        Assert.Equal(3, Train(Options("run", steps: 3) with { Resume = true }).Step);
        Assert.Single(RunFolder.Open(Folder["run"]).Identity.Imported!);
        Train(Options("plain", steps: 3));
        Assert.Null(RunFolder.Open(Folder["plain"]).Identity.Imported);
        Assert.NotEqual(File.ReadAllBytes(Tensors("plain", 3)), File.ReadAllBytes(Tensors("run", 3)));
        Assert.Empty(Warnings);
    }

    [Fact]
    public void An_import_that_was_killed_before_its_checkpoint_is_not_resumed_from_the_seed()
    {
        using var file = Weights(seed: 7, "G");
        TrainingRun.Import(Options("run", steps: 3), new WeightImport([file]), Warnings.Add).Dispose();
        Directory.Delete(Folder["run", "checkpoints"], recursive: true);
        File.WriteAllText(Folder["run", "run.json"], File.ReadAllText(Folder["run", "run.json"]).Replace("\"hasCheckpoints\": true", "\"hasCheckpoints\": false", StringComparison.Ordinal));
        var problem = Assert.Throws<RunException>(() => Train(Options("run", steps: 3) with { Resume = true }));
        Assert.Equal($"{Folder["run"]} was being imported and has no checkpoint; delete it and import again", problem.Message);
    }

    [Fact]
    public void A_file_that_does_not_fit_leaves_no_folder()
    {
        using (var wrong = zeros(3))
        {
            SafeTensorFile.Write(Folder["w.safetensors"], [("G.first.weight", wrong)]);
        }

        using var file = WeightsFile.Read(Folder["w.safetensors"]);
        Assert.Throws<StateDictMismatchException>(() => TrainingRun.Import(Options("run", steps: 3), new WeightImport([file]), Warnings.Add));
        Assert.False(Directory.Exists(Folder["run"]));
    }

    [Fact]
    public void Runs_of_earlier_versions_still_open()
    {
        Train(Options("run", steps: 1));
        string[] later = ["\"imported\"", "\"hasCheckpoints\""];
        var identity = File.ReadAllLines(Folder["run", "run.json"]).Where(line => !later.Any(name => line.Contains(name, StringComparison.Ordinal))).ToList();
        identity[^2] = identity[^2].TrimEnd(',');
        File.WriteAllLines(Folder["run", "run.json"], identity);
        Assert.Null(RunFolder.Open(Folder["run"]).Identity.Imported);
    }

    private static float[] First(BigBiGan.Dsl.Layers.Network network) => network.named_parameters().First().parameter.detach().data<float>().ToArray();

    private WeightsFile Weights(ulong seed, params string[] networks)
    {
        using var model = new TinyModel(TinyModel.Entry.Facts, seed);
        WeightExport.Write(Folder["weights.safetensors"], model, networks, Layout.Own, new Dictionary<string, string>());
        return WeightsFile.Read(Folder["weights.safetensors"]);
    }
}
