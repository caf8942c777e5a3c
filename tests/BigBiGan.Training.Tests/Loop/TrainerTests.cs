using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Loop;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Loop;

public sealed class TrainerTests : IDisposable
{
    private readonly TinyModel _model = new(TinyModel.Entry.Facts, 1);
    private readonly List<StepRecord> _records = [];
    private readonly CounterBatches _batches;
    private readonly TrainingState _state;
    private int _saves;

    public TrainerTests()
    {
        _state = new TrainingState(_model);
        _batches = Batches();
    }

    [Fact]
    public void The_first_step_every_tenth_and_the_last_are_logged()
    {
        Assert.Equal(TrainingEnd.Finished, Trainer().Run(new TrainingGoal(25)));
        Assert.Equal([1, 10, 20, 25], _records.Select(record => record.Step));
        Assert.All(_records, record => Assert.True(record.ImagesPerSecond > 0));
        Assert.All(_records, record => Assert.Equal(["x", "xz"], record.Scores.Select(score => score.Name)));
        Assert.Equal(1, _saves);
    }

    [Fact]
    public void A_record_has_the_rate_of_each_network_as_it_was_in_the_step()
    {
        _state.Networks.Single(network => network.Role == "E").Adam.Rate = 0.125;
        Trainer().Run(new TrainingGoal(1));
        var facts = _model.Facts.Training;
        Assert.Equal(
            new RateRecord[] { new("G", facts.GeneratorRate), new("E", 0.125), new("D", facts.DiscriminatorRate!.Value) }.OrderBy(rate => rate.Network),
            _records.Single().Rates!.OrderBy(rate => rate.Network));
    }

    [Fact]
    public void A_record_has_the_terms_of_each_loss_whose_sum_it_is()
    {
        Trainer().Run(new TrainingGoal(1));
        Assert.All(_records.Single().Losses, loss => Assert.Equal(loss.Value, loss.Terms!.Sum(term => term.Value), 1e-6));
    }

    [Fact]
    public void The_average_is_G_itself_until_it_begins()
    {
        var facts = TinyModel.Variant("test/later", new string('c', 64), emaStart: 3).Facts;
        using var later = new TinyModel(facts, 1);
        using var ofLater = new TrainingState(later);
        var step = new TrainingStep(ofLater, _batches);
        for (var i = 1; i <= 4; i++)
        {
            using var scope = NewDisposeScope();
            step.Take();
            var weights = ofLater.Networks.Single(network => network.Role == "G").Network.named_parameters().ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
            Assert.Equal(i <= 3, ofLater.Ema.State.All(average => average.Tensor.equal(weights[average.Name]).all().item<bool>()));
        }
    }

    [Fact]
    public void A_records_loss_is_the_hinge_of_its_scores_batch()
    {
        StepInput? last = null;
        var expected = 0.0;
        _model.Before = forward =>
        {
            // Forward 1 is the second and last D update of step 1: repeat it on a copy of the state before the update.
            if (forward == 1)
            {
                using var twin = Twin();
                last = _batches.Draw(1);
                expected = twin.DiscriminatorStep(last).Losses[0].Loss.item<float>();
                _batches.Draw(0);
            }
        };
        var source = new Replay(phase => _batches.Draw(phase));
        new Trainer(_state, source) { Log = _records.Add, Save = () => { } }.Run(new TrainingGoal(1));
        Assert.Equal(expected, _records.Single().Losses[0].Value, 1e-6);
    }

    [Fact]
    public void Each_phase_changes_its_own_networks_only()
    {
        var parameters = _model.Networks.ToDictionary(named => named.Role, named => named.Network.parameters().ToArray());
        var seen = new List<string>();
        var before = Snapshot();
        _model.Before = forward =>
        {
            if (forward > 0)
            {
                var now = Snapshot();
                seen.Add(string.Concat("GED".Where(role => now[role] != before[role])));
                before = now;
            }

            Assert.Equal(forward % 3 != 2, parameters["D"].All(parameter => parameter.requires_grad));
        };
        Trainer().Run(new TrainingGoal(2));
        Assert.Equal(["D", "D", "GE", "D", "D"], seen);

        Dictionary<char, string> Snapshot() => parameters.ToDictionary(
            entry => entry.Key[0], entry => string.Join(' ', entry.Value.SelectMany(parameter => parameter.detach().data<float>().ToArray())));
    }

    [Fact]
    public void Cancelling_ends_after_the_step_under_way_and_stores_it()
    {
        using var stop = new CancellationTokenSource();
        _model.Before = forward =>
        {
            if (forward == 7)
            {
                stop.Cancel(); // in the middle of step 3
            }
        };
        Assert.Equal(TrainingEnd.Interrupted, Trainer().Run(new TrainingGoal(100), stop.Token));
        Assert.Equal(3, _state.Step);
        Assert.Equal(1, _saves);
    }

    [Fact]
    public void A_limit_of_time_counts_earlier_sittings()
    {
        _state.Seconds = 59.9;
        Assert.Equal(TrainingEnd.Finished, Trainer().Run(new TrainingGoal(long.MaxValue, TimeSpan.FromMinutes(1))));
        Assert.InRange(_state.Seconds, 60, 62);
        Assert.Equal(_state.Step, _records[^1].Step);
    }

    [Fact]
    public void A_NaN_ends_the_run_and_names_the_steps_and_stores_nothing()
    {
        _model.Before = forward =>
        {
            if (forward == 3 * 13)
            {
                using var withoutGradient = no_grad();
                _model.Networks[0].Network.parameters().First().fill_(double.NaN); // before step 14
            }
        };
        var problem = Assert.Throws<DivergenceException>(() => Trainer().Run(new TrainingGoal(100)));
        Assert.StartsWith("training diverged in step 14: `G.first.weight` holds a number that is not finite (the loss of D is NaN)", problem.Message);
        Assert.Equal(0, _saves);
    }

    [Fact]
    public void A_state_that_is_not_finite_is_never_stored()
    {
        _model.Before = forward =>
        {
            if (forward == 5)
            {
                using var withoutGradient = no_grad();
                _model.Networks[0].Network.parameters().First().fill_(double.PositiveInfinity); // in step 2's last phase
            }
        };
        var trainer = new Trainer(_state, _batches) { Log = _records.Add, Save = () => _saves++, SaveEvery = TimeSpan.Zero };
        var problem = Assert.Throws<DivergenceException>(() => trainer.Run(new TrainingGoal(100)));
        Assert.StartsWith("training diverged in step 2: `G.first.weight` holds", problem.Message);
        Assert.Equal(1, _saves);
    }

    [Fact]
    public void A_thousand_steps_leave_memory_where_it_was()
    {
        Train(200);
        var (resident, tensors) = (Resident(), LivingTensors.Settled());
        Train(1200);
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.InRange(Resident() - resident, long.MinValue, 24 << 20);

        void Train(int steps)
        {
            using var own = Batches(); // batches that wait are tensors too
            new Trainer(_state, own) { Log = _ => { }, Save = () => { }, LogEvery = 1 }.Run(new TrainingGoal(steps));
        }
    }

    public void Dispose()
    {
        _batches.Dispose();
        _state.Dispose();
        _model.Dispose();
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }

    private CounterBatches Batches() => new(_model, new BatchReader(TinyModel.Images().Train, 1, Augmentation.None), null, 1, 8, CPU);

    private Trainer Trainer() => new(_state, _batches) { Log = _records.Add, Save = () => _saves++, SaveEverySteps = 1000 }; // a slow machine would save by time

    private TinyModel Twin()
    {
        var twin = new TinyModel(_model.Facts, 2);
        foreach (var (own, other) in _model.Networks.Zip(twin.Networks))
        {
            other.Network.load_state_dict(own.Network.state_dict());
        }

        return twin;
    }

    private sealed class Replay(Func<long, StepInput> draw) : IBatchSource
    {
        public StepInput Draw(long updateIndex) => draw(updateIndex);
    }
}
