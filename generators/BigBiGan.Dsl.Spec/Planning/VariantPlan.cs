namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>All networks of a variant, and what a training step does with them.</summary>
/// <param name="Encoder">Null in a plain GAN.</param>
/// <param name="F">Null in an autoencoder, and where J takes [x, z] itself.</param>
/// <param name="H">Null where no pairs are scored, and where J takes [x, z] itself.</param>
/// <param name="J">Null where no pairs are scored.</param>
/// <param name="Scores">Null in an autoencoder.</param>
public sealed record VariantPlan(
    NetworkPlan Generator, NetworkPlan? Encoder, NetworkPlan? F, NetworkPlan? H, NetworkPlan? J, NetworkPlan? Scores, ObjectivePlan Objective)
{
    /// <summary>Channels of E's feature (its closing norm, or its last hidden layer); of F's where there is no E.</summary>
    public int FeatureSize => Encoder is { } encoder
        ? encoder.Modules[encoder.Body - 1].Output.Channels
        : F!.Output.Channels;

    public long Parameters => Networks.Sum(network => network.Parameters);

    public long MultiplyAdds => Networks.Sum(network => network.MultiplyAdds);

    /// <summary>Of one update of G and E with D's joined batch, in bytes: the largest of a step.</summary>
    public long ActivationBytes(int batch) =>
        batch * (Generator.ActivationBytes + (Encoder?.ActivationBytes ?? 0)
            + (2 * new[] { F, H, J, Scores }.OfType<NetworkPlan>().Sum(network => network.ActivationBytes)));

    /// <summary>Weights, both moments of Adam, the average of G and the buffers, in bytes of float32; the file's header is not counted.</summary>
    public long CheckpointBytes => 4 * ((3 * Parameters) + Generator.Parameters + Networks.Sum(network => network.Buffers));

    /// <summary>What an update needs at least, in bytes: activations, weights with their gradients, moments and average, buffers.</summary>
    public long TrainingBytes(int batch) => ActivationBytes(batch) + CheckpointBytes + (4 * Parameters);

    /// <summary>By the paper's letters.</summary>
    public IEnumerable<(string Name, NetworkPlan Network)> Named =>
        new[] { ("G", Generator), ("E", Encoder), ("F", F), ("H", H), ("J", J), ("the scores", Scores) }
            .Where(network => network.Item2 is not null)
            .Select(network => (network.Item1, network.Item2!));

    /// <summary>Null where the variant has no such network.</summary>
    public NetworkPlan? Find(NetworkRole role) => Networks.FirstOrDefault(network => network.Role == role);

    public IEnumerable<NetworkPlan> Networks => new[] { Generator, Encoder, F, H, J, Scores }.OfType<NetworkPlan>();
}
