using System.Text;
using BigBiGan.Training.Pictures;
using BigBiGan.Training.Runs;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Runs;

/// <summary>The log of a run in the forms of other programs.</summary>
public sealed class LogFormTests : RunTests
{
    private string Events(string run) => Folder[run, "events.out.tfevents.run"];

    [Fact]
    public void The_checksum_is_the_published_one()
    {
        // CRC-32C of these digits is e3069283
        var sum = 0xe3069283u;
        Assert.Equal(((sum >> 15) | (sum << 17)) + 0xa282ead8, EventFile.Checksum(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(EventRecords.Masked([1, 2, 3, 0, 255]), EventFile.Checksum([1, 2, 3, 0, 255]));
    }

    [Fact]
    public void A_run_is_logged_for_tensorboard_number_by_number()
    {
        Train(Options("run", steps: 3) with { LogEvery = 1 });

        // as every file of events begins: a length of 24, and its checksum
        Assert.Equal(Convert.FromHexString("1800000000000000a37f4b22"), File.ReadAllBytes(Events("run"))[..12]);
        var values = EventRecords.Values(Events("run"));
        var log = RunLog.Read(Folder["run", "log.jsonl"]);
        Assert.Equal(log.Select(record => record.Step), Steps(values, "loss/D"));
        Assert.Equal(log.Select(record => (float)record.Losses.Single(loss => loss.Players == "D").Value), Numbers(values, "loss/D"));
        Assert.Equal(log.Select(record => (float)record.Losses.Single(loss => loss.Players == "GE").Terms!.Single(term => term.Name == "x").Value), Numbers(values, "loss_terms/GE/x"));
        Assert.Equal(log.Select(record => (float)record.Scores.Single(score => score.Name == "x").GeneratorPairs), Numbers(values, "scores/x/generator_pairs"));
        Assert.Equal(log.Select(record => (float)record.Gradients!.Single(gradient => gradient.Network == "E").Norm), Numbers(values, "gradient_norm/E"));
        Assert.Equal(log.Select(record => (float)record.Rates!.Single(rate => rate.Network == "G").Rate), Numbers(values, "learning_rate/G"));
        Assert.Equal(log.Select(record => (float)record.ImagesPerSecond), Numbers(values, "speed/images_per_second"));
        Assert.Equal(log.Select(record => (float)record.Memory!.Process), Numbers(values, "memory/process_bytes"));
        Assert.All(log, record => Assert.InRange(record.Memory!.Process, 10_000_000, Environment.WorkingSet * 2));
        Assert.Empty(Numbers(values, "memory/device_bytes")); // the CPU's own is the process's
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_resumed_run_has_each_step_once_in_every_form(int killedAfter)
    {
        LogKind[] all = [LogKind.Jsonl, LogKind.TensorBoard, LogKind.Csv];
        Train(Options("whole", steps: 12) with { LogEvery = 1, Logs = all });
        var killed = Options("killed", steps: 12) with { LogEvery = 1, Logs = all, SaveEvery = killedAfter == 0 ? TimeSpan.FromHours(1) : TimeSpan.Zero };
        Kill(killed, step: killedAfter + 3);
        Assert.NotEmpty(EventRecords.Values(Events("killed")));
        Train(killed with { Resume = true, Logs = killedAfter == 0 ? all : null });
        Assert.Equal(Enumerable.Range(1, 12).Select(step => (long)step), Steps(EventRecords.Values(Events("killed")), "loss/D"));
        Assert.Equal(Numbers(EventRecords.Values(Events("whole")), "loss/D"), Numbers(EventRecords.Values(Events("killed")), "loss/D"));
        Assert.Equal(Columns("whole"), Columns("killed"));
        Assert.Equal(13, Columns("killed").Count);

        // a TensorBoard that has read the later steps forgets them
        Assert.Single(EventRecords.Starts(Events("killed")));
    }

    [Fact]
    public void Half_a_record_is_cut_off()
    {
        Train(Options("run", steps: 2) with { LogEvery = 1 });
        var whole = File.ReadAllBytes(Events("run"));
        File.WriteAllBytes(Events("run"), whole[..^5]);
        Train(Options("run", steps: 3) with { LogEvery = 1, Resume = true });
        Assert.Equal([1, 3], Steps(EventRecords.Values(Events("run")), "loss/D"));
    }

    [Fact]
    public void Only_the_forms_that_are_asked_for_are_written_and_a_resumed_run_keeps_its_own()
    {
        Train(Options("run", steps: 1) with { Logs = [LogKind.Csv] });
        Train(Options("run", steps: 2) with { Resume = true });
        Assert.False(File.Exists(Events("run")));
        Assert.True(File.Exists(Folder["run", "log.jsonl"]));
        var lines = File.ReadAllLines(Folder["run", "log.csv"]);
        Assert.StartsWith("step,seconds,loss/D,loss/GE,", lines[0]);
        Assert.Equal(["1", "2"], lines[1..].Select(line => line.Split(',')[0]));
        Assert.All(lines, line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
    }

    [Fact]
    public void What_was_measured_and_drawn_of_a_step_is_there_once()
    {
        Train(Options("run", steps: 2) with { LogEvery = 1 });
        var picture = Folder["run", "samples.png"];
        SampleSheet.Write(picture, zeros(4, 1, 8, 8));
        for (var times = 0; times < 2; times++)
        {
            TensorBoardLog.AppendEvaluation(Events("run"), 2, [("probe", 0.25 + (times * 0.5))], [picture], RunAdvice.OfRun("run"));
        }

        var values = EventRecords.Values(Events("run"));
        Assert.Equal([0.75f], Numbers(values, "evaluation/probe"));
        Assert.Equal(File.ReadAllBytes(picture), Assert.Single(values, value => value.Tag == "evaluation/samples").Picture);
        Assert.Equal([1, 2], Steps(values, "loss/D"));
    }

    private static IEnumerable<long> Steps(IEnumerable<EventValue> values, string tag) => values.Where(value => value.Tag == tag).Select(value => value.Step);

    private static IEnumerable<float> Numbers(IEnumerable<EventValue> values, string tag) => values.Where(value => value.Tag == tag).Select(value => value.Number!.Value);

    /// <summary>Step and first loss of each line.</summary>
    private List<string> Columns(string run) => [.. File.ReadAllLines(Folder[run, "log.csv"]).Select(line => line.Split(',')).Select(fields => $"{fields[0]} {fields[2]}")];
}
