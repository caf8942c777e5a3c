using BigBiGan.Experiments.Cells;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Errors;

namespace BigBiGan.Experiments.Tests;

public sealed class CellDecisionTests : IDisposable
{
    private readonly Lab _lab = new();

    private PlannedCell First => _lab.Cells[0];

    private CellDecision OfFirst => CellDecision.All(_lab.Cells, _lab.Results)[0];

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void In_an_empty_folder_every_cell_is_new()
    {
        var decisions = CellDecision.All(_lab.Cells, _lab.Results);
        Assert.Equal(4, decisions.Count);
        Assert.All(decisions, decision => Assert.Equal((CellState.New, "new", true), (decision.State, decision.Why, decision.Runs)));
    }

    [Fact]
    public void A_cell_with_a_result_is_done()
    {
        _lab.Finish(First);
        Assert.Equal((CellState.Done, "done", false), (OfFirst.State, OfFirst.Why, OfFirst.Runs));
        Assert.All(CellDecision.All(_lab.Cells, _lab.Results).Skip(1), decision => Assert.Equal(CellState.New, decision.State));
    }

    [Fact]
    public void A_cell_that_was_begun_goes_on()
    {
        _lab.Begin(First);
        Assert.Equal((CellState.Unfinished, "unfinished"), (OfFirst.State, OfFirst.Why));
    }

    [Fact]
    public void A_cell_that_failed_runs_again_and_says_why_it_failed_until_it_begins()
    {
        _lab.Begin(First);
        _lab.Results.Of(First).Fail("the loss of D is NaN after step 7");
        Assert.Equal((CellState.Failed, "failed: the loss of D is NaN after step 7"), (OfFirst.State, OfFirst.Why));
        _lab.Begin(First);
        Assert.Equal(CellState.Unfinished, OfFirst.State);
    }

    [Fact]
    public void A_changed_spec_names_the_keys_that_changed()
    {
        _lab.Finish(Lab.Earlier(First, "training.steps", "20"));
        Assert.Equal((CellState.Changed, "changed: training.steps 20 -> 10"), (OfFirst.State, OfFirst.Why));
    }

    [Fact]
    public void Of_several_earlier_cells_the_nearest_is_compared()
    {
        _lab.Finish(Lab.Earlier(Lab.Earlier(First, "training.steps", "20"), "latent.size", "4"));
        var nearer = Lab.Earlier(First, "training.steps", "30");
        _lab.Finish(nearer with { Cell = nearer.Cell with { Identity = new string('d', 64) } });
        Assert.Equal("changed: training.steps 30 -> 10", OfFirst.Why);
    }

    [Fact]
    public void An_equal_spec_of_another_identity_is_trained_in_another_way_now()
    {
        _lab.Finish(Lab.Earlier(First, "training.steps", "10"));
        Assert.Equal("changed: this version trains or measures it in another way", OfFirst.Why);
    }

    [Fact]
    public void Another_cell_of_the_same_grid_is_no_earlier_version()
    {
        _lab.Finish(_lab.Cells.Single(cell => cell.Label == "specs/tiny, training.batch 8, seed 0"));
        Assert.Equal(CellState.New, CellDecision.All(_lab.Cells, _lab.Results).Single(d => d.Cell.Label == "specs/tiny, training.batch 4, seed 0").State);
    }

    [Fact]
    public void A_result_that_cannot_be_read_is_measured_again()
    {
        _lab.Finish(First);
        File.WriteAllText(Path.Combine(_lab.Results.Of(First).Path, "result.json"), "{ \"identity\": ");
        Assert.Equal(CellState.Unfinished, OfFirst.State);
        Assert.StartsWith("unfinished: result.json cannot be used: ", OfFirst.Why);
    }

    [Fact]
    public void A_folder_is_one_process_s_at_a_time()
    {
        using var taken = _lab.Results.Of(First).Begin(First);
        var self = $"process {Environment.ProcessId} on {Environment.MachineName}";
        Assert.Equal((CellState.Taken, $"another process runs it: {self}", false), (OfFirst.State, OfFirst.Why, OfFirst.Runs));
        var refusal = Assert.Throws<RunException>(() => _lab.Results.Of(First).Begin(First));
        Assert.Equal($"{_lab.Results.Of(First).Path} is in use by {self}", refusal.Message);
    }

    [Fact]
    public void A_cell_that_was_let_go_of_goes_on_and_one_that_is_done_is_not_begun()
    {
        _lab.Begin(First);
        Assert.Equal(CellState.Unfinished, CellDecision.Now(First, _lab.Results));
        _lab.Begin(First);
        _lab.Finish(First);
        Assert.Equal(CellState.Done, CellDecision.Now(First, _lab.Results));
        Assert.Null(_lab.Results.Of(First).Begin(First));
    }

    [Fact]
    public void The_name_of_a_cell_s_folder_is_bounded_and_keeps_the_end_of_a_long_path()
    {
        var deep = First with { Cell = First.Cell with { VariantPath = string.Join('/', Enumerable.Repeat(new string('a', 60), 5)) + "/last" } };
        Assert.Equal("specs-tiny-s0-", First.FolderName[..14]);
        Assert.InRange(deep.FolderName.Length, 100, 220);
        Assert.Contains("a-last-s0-" + First.Cell.Identity[..12], deep.FolderName);
        var wide = First with { Cell = First.Cell with { VariantPath = string.Concat(Enumerable.Repeat("\U0001F600", 100)) } };
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(wide.FolderName), 100, 220);
        Assert.DoesNotContain('\uFFFD', wide.FolderName);
    }

    [Theory]
    [InlineData("tiny", 4)]
    [InlineData("*seed 1", 2)]
    [InlineData("*batch 8*", 2)]
    [InlineData("huge", 0)]
    [InlineData("seed 1", 0)]
    public void Cells_are_found_by_variant_and_pattern(string wanted, int count) =>
        Assert.Equal(count, _lab.Cells.Count(cell => CellFilter.Matches(cell, wanted)));

    [Fact]
    public void Cells_are_found_by_the_beginning_of_their_identity()
    {
        Assert.Equal([First], _lab.Cells.Where(cell => CellFilter.Matches(cell, First.Cell.Identity[..8])));
        Assert.DoesNotContain(_lab.Cells, cell => CellFilter.Matches(cell, First.Cell.Identity[..3]));
    }
}
