namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The compiler's intermediate representation of one network: its modules in the order in which forward passes them.</summary>
/// <param name="Role">Which network of the variant it is.</param>
/// <param name="Input">What forward takes.</param>
/// <param name="Output">What forward gives.</param>
/// <param name="Precision">In what its convolutions calculate.</param>
/// <param name="Memory">What its reversible stages keep.</param>
public sealed record NetworkPlan(
    NetworkRole Role, Shape Input, Shape Output, EquatableArray<ModulePlan> Modules, Precision Precision = Precision.Float32, MemoryKind Memory = MemoryKind.Stored)
{
    public long Parameters => Modules.Sum(m => m.Parameters);

    public long MultiplyAdds => Modules.Sum(m => m.MultiplyAdds);

    public long Buffers => Modules.Sum(m => m.Buffers);

    /// <summary>Bytes per image that training keeps for the backward pass. Reversible units keep nothing; a stage keeps its output.</summary>
    public long ActivationBytes => (Precision == Precision.BFloat16 ? 2 : 4) * Modules.Select((module, i) => Kept(module, i)).Sum();

    private long Kept(ModulePlan module, int i) => (Memory, module.Block) switch
    {
        (MemoryKind.Reversible, ReversibleUnitBlock) => i + 1 < Modules.Count && Modules[i + 1].Block is ReversibleUnitBlock ? 0 : module.Output.Elements,
        _ => module.Kept,
    };
}

public enum NetworkRole
{
    /// <summary>z -> image.</summary>
    Generator,

    /// <summary>image -> posterior.</summary>
    Encoder,

    /// <summary>The ConvNet on the image.</summary>
    F,

    /// <summary>The MLP on z.</summary>
    H,

    /// <summary>The MLP on [F(x), H(z)].</summary>
    J,

    /// <summary>The linear scores on the features of F, H and J.</summary>
    Scores,
}

/// <summary>One named member of a network: <c>Block3</c>, a <see cref="GeneratorResidualBlock"/>.</summary>
/// <param name="Member">The C# member: <c>Stem</c>, <c>Block1</c>, <c>Stage2Unit1</c>. State names use it with a small first letter.</param>
/// <param name="Layers">The leaf layers inside, in order, with their costs.</param>
public sealed record ModulePlan(string Member, Block Block, Shape Input, Shape Output, EquatableArray<LayerPlan> Layers)
{
    public long Parameters => Layers.Sum(l => l.Parameters);

    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);

    public long Buffers => Layers.Sum(l => l.Buffers);

    public long Kept => Layers.Sum(l => l.Kept);
}

/// <summary>One leaf layer.</summary>
/// <param name="Name">Its state name inside the network: <c>block3.conv1</c>.</param>
/// <param name="Operation">In the field's words: <c>spectral conv 3x3</c>.</param>
/// <param name="MultiplyAdds">Per image, of the plain form of the algebra; norms, activations and pools count as none.</param>
/// <param name="Buffers">Numbers of state that are not trained: running statistics and spectral vectors.</param>
/// <param name="Kept">Numbers per image that training keeps for the backward pass, as our layers do it.</param>
public sealed record LayerPlan(string Name, string Operation, Shape Input, Shape Output, long Parameters, long MultiplyAdds, long Buffers, long Kept);

/// <summary>All networks of a variant.</summary>
/// <param name="Encoder">Null in a plain GAN.</param>
/// <param name="F">Null in an autoencoder, and where J takes [x, z] itself.</param>
/// <param name="H">Null where no pairs are scored, and where J takes [x, z] itself.</param>
/// <param name="J">Null where no pairs are scored.</param>
/// <param name="Scores">Null in an autoencoder.</param>
public sealed record VariantPlan(
    NetworkPlan Generator, NetworkPlan? Encoder, NetworkPlan? F, NetworkPlan? H, NetworkPlan? J, NetworkPlan? Scores)
{
    /// <summary>Channels of E's feature (its closing norm, or its last hidden layer); of F's where there is no E.</summary>
    public int FeatureSize => Encoder is { } encoder
        ? encoder.Modules.Last(module => module.Block is NormReluBlock or HiddenBlock).Output.Channels
        : F!.Output.Channels;

    public long Parameters => Networks.Sum(network => network.Parameters);

    public long MultiplyAdds => Networks.Sum(network => network.MultiplyAdds);

    /// <summary>Of one update of G and E with D's joined batch, in bytes: the largest of a step.</summary>
    public long ActivationBytes(int batch) =>
        batch * (Generator.ActivationBytes + (Encoder?.ActivationBytes ?? 0) + (2 * new[] { F, H, J, Scores }.OfType<NetworkPlan>().Sum(network => network.ActivationBytes)));

    /// <summary>Weights, both moments of Adam, the average of G and the buffers, in bytes of float32; the file's header is not counted.</summary>
    public long CheckpointBytes => 4 * ((3 * Parameters) + Generator.Parameters + Networks.Sum(network => network.Buffers));

    /// <summary>What an update needs at least, in bytes: activations, weights with their gradients, moments and average, buffers.</summary>
    public long TrainingBytes(int batch) => ActivationBytes(batch) + CheckpointBytes + (4 * Parameters);

    /// <summary>By the paper's letters.</summary>
    public IEnumerable<(string Name, NetworkPlan Network)> Named =>
        new[] { ("G", Generator), ("E", Encoder), ("F", F), ("H", H), ("J", J), ("the scores", Scores) }.Where(network => network.Item2 is not null).Select(network => (network.Item1, network.Item2!));

    /// <summary>Null where the variant has no such network.</summary>
    public NetworkPlan? Find(NetworkRole role) => Networks.FirstOrDefault(network => network.Role == role);

    public IEnumerable<NetworkPlan> Networks => new[] { Generator, Encoder, F, H, J, Scores }.OfType<NetworkPlan>();
}
