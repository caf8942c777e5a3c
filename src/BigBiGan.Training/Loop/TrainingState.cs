using BigBiGan.Dsl;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Training.Optimisers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>Everything that a training step changes. The model stays the caller's.</summary>
public sealed class TrainingState : IDisposable
{
    public TrainingState(VariantModel model)
    {
        Model = model;
        Networks = [.. model.Networks.Select(named => new TrainedNetwork(named, Settings(named.Role, model.Facts.Training)))];
        Ema = new Ema(Networks.Single(network => network.Role == "G").Network, model.Facts.Training.Ema);
    }

    public VariantModel Model { get; }

    public IReadOnlyList<TrainedNetwork> Networks { get; }

    /// <summary>The average of G.</summary>
    public Ema Ema { get; }

    /// <summary>Whole steps done: each is all of the variant's updates once.</summary>
    public long Step { get; set; }

    /// <summary>Training time so far.</summary>
    public double Seconds { get; set; }

    /// <summary>
    /// The tensors of a trained model by name: <c>G.block1.conv1.weight</c> (parameters and buffers of all networks) and
    /// <c>ema.G.block1.conv1.weight</c>. The tensors themselves, no copies.
    /// </summary>
    public static Dictionary<string, Tensor> Tensors(VariantModel model, Ema ema)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (role, network) in model.Networks)
        {
            foreach (var (name, tensor) in network.state_dict())
            {
                tensors.Add($"{role}.{name}", tensor);
            }
        }

        foreach (var (name, tensor) in ema.State)
        {
            tensors.Add($"ema.G.{name}", tensor);
        }

        return tensors;
    }

    /// <summary>
    /// All tensors by name: the model's, and <c>adam.G.step</c>, <c>adam.G.block1.conv1.weight.exp_avg</c> and <c>.exp_avg_sq</c>.
    /// </summary>
    public Dictionary<string, Tensor> Tensors()
    {
        var tensors = Tensors(Model, Ema);
        foreach (var network in Networks)
        {
            foreach (var (name, tensor) in network.Adam.State)
            {
                tensors.Add($"adam.{network.Role}.{name}", tensor);
            }
        }

        return tensors;
    }

    /// <summary>
    /// From here on the state is that of rank 0, and training batches are parts of those of all replicas. What the optimisers change is shared; what a
    /// forward pass changes each replica has for itself.
    /// </summary>
    /// <exception cref="ReplicaException">Another replica has failed.</exception>
    public void Join(Collective replicas)
    {
        Model.ShareBatches(replicas);
        using var step = tensor(Step, device: Networks[0].Parameters[0].device);
        replicas.Share(
        [
            .. Networks.SelectMany(network => network.Parameters),
            .. Networks.SelectMany(network => network.Adam.Moments),
            .. Ema.State.Select(entry => entry.Tensor),
        ]);
        replicas.Broadcast(
            [step, .. Networks.Select(network => network.Adam.Steps), .. Networks.SelectMany(network => network.Network.buffers())]);
        Step = step.item<long>();
    }

    /// <summary>The first tensor that holds a NaN or an infinity; null where all are finite. Reads the device.</summary>
    public string? FirstNonFinite()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var tensors = Tensors().Where(entry => entry.Value.is_floating_point()).ToArray();
        var finite = stack(tensors.Select(entry => isfinite(entry.Value).all())).cpu().data<bool>().ToArray();
        var index = Array.IndexOf(finite, false);
        return index < 0 ? null : tensors[index].Key;
    }

    public void Dispose()
    {
        foreach (var network in Networks)
        {
            network.Dispose();
        }

        Ema.Dispose();
    }

    private static AdamSettings Settings(string role, TrainingFacts facts)
    {
        var rate = role switch
        {
            "G" => facts.GeneratorRate,
            "D" => facts.DiscriminatorRate ?? throw new ArgumentException("The variant has the network D and no rate for it."),
            "E" => facts.EncoderRate ?? throw new ArgumentException("The variant has the network E and no rate for it."),
            _ => throw new ArgumentException($"The variant has a network '{role}'; expected G, E or D."),
        };
        return new AdamSettings(rate, facts.Beta1, facts.Beta2, facts.Epsilon);
    }
}
