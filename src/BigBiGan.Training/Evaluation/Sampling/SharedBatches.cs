using System.Text;
using System.Text.Json;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// Batches of an evaluation that the ranks of a run calculate together: rank 0 tells the others what, and gives them the weights; they give back what they
/// made. Each batch is wholly one rank's, so that what comes out is the same, bit for bit, however many there are.
/// </summary>
/// <param name="seat">Of this rank.</param>
/// <param name="device">Where it calculates.</param>
internal sealed class SharedBatches(Collective seat, Device device)
{
    /// <summary>Ranks in all.</summary>
    public int Count => seat.Count;

    /// <summary>On rank 0: calculates batches with the others, and hands each on in their order.</summary>
    /// <param name="task">What the others are told; its model has the weights.</param>
    /// <param name="batches">One after the other, at least one.</param>
    /// <param name="calculate">This rank's.</param>
    /// <param name="take">Receives a batch and what was made of it, in the dispose scope that this belongs to.</param>
    /// <exception cref="ReplicaException">Another rank has failed.</exception>
    public void Each(BatchTask task, IReadOnlyList<int> batches, Func<int, Tensor> calculate, Action<int, Tensor> take)
    {
        seat.Next(ReplicaTurn.Batches);
        var range = new BatchRange(batches[0], batches.Count);
        Tell(JsonSerializer.Serialize(new Order(task, range), JsonFormat.Line));
        ShareState(task);
        Rounds(task, range, calculate, take);
    }

    /// <summary>On the other ranks: takes part in what rank 0 tells, once.</summary>
    /// <param name="model">Gets rank 0's weights.</param>
    /// <param name="data">The run's.</param>
    /// <exception cref="ReplicaException">Another rank has failed.</exception>
    public void Join(VariantModel model, DataSource data)
    {
        var order = JsonFormat.Read<Order>(Tell(""));
        var task = order.Task with { Model = model };
        ShareState(task);
        Rounds(task, order.Range, task.Calculator(data, device), (_, _) => { });
    }

    /// <summary>Every rank makes a batch in each round. Those that have none left make the last one once more, and nobody takes it.</summary>
    private void Rounds(BatchTask task, BatchRange range, Func<int, Tensor> calculate, Action<int, Tensor> take)
    {
        using var noGradient = no_grad();
        var rows = task.Rows(range.First);
        for (var done = 0; done < range.Count; done += seat.Count)
        {
            using var scope = NewDisposeScope();
            var made = calculate(range.At(done + seat.Rank));
            if (made.size(0) < rows)
            {
                made = cat([made, zeros([rows - made.size(0), .. made.shape[1..]], made.dtype, made.device)]); // all ranks give as much
            }

            var all = seat.Gather(made);
            for (var rank = 0; rank < Math.Min(seat.Count, range.Count - done); rank++)
            {
                var batch = range.At(done + rank);
                take(batch, all[rank].narrow(0, 0, task.Rows(batch)));
            }
        }
    }

    /// <summary>Rank 0's text, on every rank.</summary>
    private string Tell(string text)
    {
        using var scope = NewDisposeScope();
        var own = Encoding.UTF8.GetBytes(text);
        var length = tensor(own.LongLength, device: device);
        seat.Broadcast([length]);
        var bytes = seat.Rank == 0 ? tensor(own, device: device) : zeros(length.item<long>(), uint8, device);
        seat.Broadcast([bytes]);
        return Encoding.UTF8.GetString(bytes.cpu().data<byte>().ToArray());
    }

    private void ShareState(BatchTask task)
    {
        using var scope = NewDisposeScope();
        seat.Broadcast([.. task.Network.state_dict().Values]);
    }

    private sealed record Order(BatchTask Task, BatchRange Range);

    /// <param name="First">Batch.</param>
    /// <param name="Count">Of batches.</param>
    private sealed record BatchRange(int First, int Count)
    {
        /// <summary>The batch at a place, or the last one beyond the end.</summary>
        public int At(int place) => First + Math.Min(place, Count - 1);
    }
}
