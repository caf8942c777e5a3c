using BigBiGan.Dsl;
using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>
/// The replicas of a run besides the first, each a thread with a model of its own that takes the same steps on its part of every batch. What they
/// hold is at every step what the first one holds.
/// </summary>
public sealed class ReplicaThreads : IDisposable
{
    private readonly LocalReplicas _all;
    private readonly TrainingState _first;
    private readonly List<Thread> _threads = [];

    /// <summary>Makes the others equal to the first, and lets them wait for its steps.</summary>
    /// <param name="count">In all, at least 2.</param>
    /// <param name="first">The state of rank 0, which is the caller's.</param>
    /// <param name="create">Makes another model of the same variant on the same device.</param>
    /// <param name="batches">The batches of a model at a rank.</param>
    /// <param name="threads">Of one tensor operation of a replica.</param>
    public ReplicaThreads(int count, TrainingState first, Func<VariantModel> create, Func<VariantModel, int, IBatchSource> batches, int threads)
    {
        _all = new LocalReplicas(count);
        _first = first;
        var others = Enumerable.Range(1, count - 1).Select(rank => (Rank: rank, State: new TrainingState(create()))).ToList();
        var sources = others.ConvertAll(other => batches(other.State.Model, other.Rank));

        // oneDNN makes each of its kernels at the first call, and two threads that make the same one at once can end the process
        RunOnce(others[0].State, sources[0]);
        foreach (var ((rank, state), source) in others.Zip(sources))
        {
            var thread = new Thread(() => Follow(_all.Seats[rank], state, source, threads)) { IsBackground = true, Name = $"replica {rank}" };
            _threads.Add(thread);
            thread.Start();
        }

        try
        {
            first.Join(First);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The seat of rank 0.</summary>
    public Collective First => _all.Seats[0];

    /// <summary>Lets the others end, wherever they are.</summary>
    public void Dispose()
    {
        _all.Fail(null);
        _threads.ForEach(thread => thread.Join());
        _first.Model.ShareBatches(null);
    }

    /// <summary>Every update forward and backward; what it moves is overwritten by the first replica's state.</summary>
    private static void RunOnce(TrainingState state, IBatchSource source)
    {
        foreach (var phase in TrainingPhase.Of(state).DistinctBy(phase => phase.Losses))
        {
            using var scope = NewDisposeScope();
            foreach (var network in state.Networks)
            {
                network.Network.train();
                network.SetRequiresGrad(phase.Trained.Contains(network));
            }

            phase.Run(source.Draw(0), state.Model.Facts.Training.MicroBatches);
            foreach (var parameter in phase.Trained.SelectMany(network => network.Parameters))
            {
                parameter.grad = null;
            }
        }
    }

    private void Follow(Collective seat, TrainingState state, IBatchSource source, int threads)
    {
        try
        {
            set_num_threads(threads); // a setting of each thread by itself
            TrainingStep.Follow(state, source, seat);
        }
        catch (ReplicaException)
        {
            // the first one has ended, or tells what ended it
        }
        catch (Exception problem)
        {
            _all.Fail(problem);
        }
        finally
        {
            (source as IDisposable)?.Dispose();
            state.Dispose();
            state.Model.Dispose();
        }
    }
}
