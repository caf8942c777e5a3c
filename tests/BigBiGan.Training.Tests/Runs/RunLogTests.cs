using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Training.Tests.Runs;

public sealed class RunLogTests : IDisposable
{
    private static readonly RunAdvice Advice = RunAdvice.OfGrid("bigbigan grid run lab");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Records_come_back_as_they_were_written()
    {
        var record = new StepRecord(10, 1.5, 1234.25, [new("D", 1.9), new("GE", -0.125)], [new("x", 0.5, -0.25), new("xz", 1e-9, 2)]);
        using (var log = new RunLog(_folder["log.jsonl"], 0, Advice))
        {
            log.Append(record);
            Assert.Equal(10, RunLog.Read(_folder["log.jsonl"]).Single().Step); // while it is open
        }

        var read = RunLog.Read(_folder["log.jsonl"]).Single();
        Assert.Equal(record.Scores, read.Scores);
        Assert.Equal(record.Losses, read.Losses);
        Assert.Equal(record, read with { Losses = record.Losses, Scores = record.Scores });
    }

    [Theory]
    [InlineData(20, "", 2)]
    [InlineData(10, "", 1)]
    [InlineData(0, "", 0)]
    [InlineData(20, "{\"step\":30,\"sec", 2)]
    public void Going_on_cuts_off_later_and_half_lines(long after, string tail, int kept)
    {
        using (var log = new RunLog(_folder["log.jsonl"], 0, Advice))
        {
            log.Append(Record(10));
            log.Append(Record(20));
        }

        File.AppendAllText(_folder["log.jsonl"], tail);
        using (var log = new RunLog(_folder["log.jsonl"], after, Advice))
        {
            log.Append(Record(40));
        }

        Assert.Equal([.. new long[] { 10, 20 }.Take(kept), 40], RunLog.Read(_folder["log.jsonl"]).Select(record => record.Step));
    }

    [Fact]
    public void Every_line_says_its_format_first()
    {
        using (var log = new RunLog(_folder["log.jsonl"], 0, Advice))
        {
            log.Append(Record(10) with { Rates = [new("G", 2e-4), new("D", 1e-4)], Waited = 0.25, Memory = new(3_000, 5_000) });
        }

        var line = File.ReadAllText(_folder["log.jsonl"]);
        Assert.StartsWith("{\"format\":2,\"step\":10,", line);
        Assert.EndsWith("\"rates\":[{\"network\":\"G\",\"rate\":0.0002},{\"network\":\"D\",\"rate\":0.0001}],\"waited\":0.25,\"memory\":{\"process\":3000,\"device\":5000}}\n", line);
        Assert.Equal([2e-4, 1e-4], RunLog.Read(_folder["log.jsonl"]).Single().Rates!.Select(rate => rate.Rate));
    }

    [Fact]
    public void A_log_of_the_first_format_is_read_and_gone_on_with_byte_for_byte()
    {
        var old = "{\"step\":10,\"seconds\":1,\"imagesPerSecond\":2,\"losses\":[{\"players\":\"D\",\"value\":3}],\"scores\":[]}\n";
        File.WriteAllText(_folder["log.jsonl"], old + old.Replace("10", "20"));
        using (var log = new RunLog(_folder["log.jsonl"], 10, Advice))
        {
            log.Append(Record(30));
        }

        Assert.Equal([10, 30], RunLog.Read(_folder["log.jsonl"]).Select(record => record.Step));
        Assert.Null(RunLog.Read(_folder["log.jsonl"])[0].Rates);
        Assert.StartsWith(old + "{\"format\":2,\"step\":30,", File.ReadAllText(_folder["log.jsonl"]));
    }

    [Fact]
    public void A_log_of_a_newer_format_is_left_alone()
    {
        var newer = "{\"format\":4,\"steps\":10}\n";
        File.WriteAllText(_folder["log.jsonl"], newer);
        var message = $"{_folder["log.jsonl"]} has lines of format 4, of a newer bigbigan; expected 3 or older; use that program";
        Assert.Equal(message, Assert.Throws<RunException>(() => new RunLog(_folder["log.jsonl"], 0, Advice)).Message);
        Assert.Equal(message, Assert.Throws<RunException>(() => RunLog.Read(_folder["log.jsonl"])).Message);
        Assert.Equal(newer, File.ReadAllText(_folder["log.jsonl"]));
    }

    [Fact]
    public void A_line_that_is_no_record_costs_no_other()
    {
        using (var log = new RunLog(_folder["log.jsonl"], 0, Advice))
        {
            log.Append(Record(10));
        }

        File.AppendAllText(_folder["log.jsonl"], "\n# a note\n");
        using (var log = new RunLog(_folder["log.jsonl"], 10, Advice))
        {
            log.Append(Record(20));
        }

        Assert.Equal([10, 20], RunLog.Read(_folder["log.jsonl"]).Select(record => record.Step));
        Assert.Contains("# a note", File.ReadAllText(_folder["log.jsonl"]));
    }

    public void Dispose() => _folder.Dispose();

    private static StepRecord Record(long step) => new(step, 1, 2, [new("D", 3), new("GE", 4)], []);
}
