using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Planning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>A variant with hinge losses and alternating updates in its plain form, with the weights of the compiled one.</summary>
internal sealed class PlainModel : IDisposable
{
    private readonly VariantPlan plan;
    private readonly PlainNetwork generator;
    private readonly PlainNetwork? encoder;
    private readonly PlainNetwork f;
    private readonly PlainNetwork? h;
    private readonly PlainNetwork? j;
    private readonly PlainLayers scores;

    public PlainModel(VariantModel model, VariantPlan plan)
    {
        this.plan = plan;
        Weights = model.Networks.ToDictionary(named => named.Role, named => new PlainWeights(named.Network));
        generator = new PlainNetwork(new PlainLayers(Weights["G"]), "", plan.Generator);
        encoder = plan.Encoder is { } e ? new PlainNetwork(new PlainLayers(Weights["E"]), "", e) : null;
        scores = new PlainLayers(Weights["D"]);
        f = new PlainNetwork(scores, "F.", plan.F!);
        h = plan.H is { } mlp ? new PlainNetwork(scores, "H.", mlp) : null;
        j = plan.J is { } joint ? new PlainNetwork(scores, "J.", joint) : null;
    }

    /// <summary>By role: G, E, D.</summary>
    public IReadOnlyDictionary<string, PlainWeights> Weights { get; }

    /// <summary>The loss of D's update: E and G without gradient.</summary>
    public Tensor DiscriminatorLoss(StepInput batch)
    {
        Tensor images;
        Tensor? latents;
        using (no_grad())
        {
            (images, latents) = Pairs(batch);
        }

        return Sum(images, latents, (real, fake) => (1 - real).relu().mean() + (1 + fake).relu().mean());
    }

    /// <summary>The loss of the joint update of G and E.</summary>
    public Tensor GeneratorEncoderLoss(StepInput batch)
    {
        var (images, latents) = Pairs(batch);
        return Sum(images, latents, (real, fake) => real.mean() - fake.mean());
    }

    public void Dispose()
    {
        foreach (var weights in Weights.Values)
        {
            weights.Dispose();
        }
    }

    private (Tensor Images, Tensor? Latents) Pairs(StepInput batch)
    {
        Tensor? inferred = null;
        if (encoder is not null)
        {
            inferred = encoder.Forward(batch.X);
            if (batch.Noise is { } noise)
            {
                var parts = inferred.chunk(2, 1);
                inferred = parts[0] + noise * functional.softplus(parts[1]);
            }
        }

        var generated = Generate(batch.Z);
        return (cat([batch.X, generated]), h is null ? null : cat([inferred!, batch.Z]));
    }

    private Tensor Generate(Tensor z)
    {
        var conditioned = plan.Generator.Modules.Count(module => module.Block is GeneratorResidualBlock);
        var chunks = new Queue<Tensor>(z.chunk(conditioned + 1, 1));
        return generator.Forward(chunks.Dequeue(), chunks).tanh();
    }

    private Tensor Sum(Tensor images, Tensor? latents, Func<Tensor, Tensor, Tensor> term)
    {
        var fx = f.Forward(images).relu().sum([2, 3]);
        var terms = new List<Tensor>();
        Add("score_x", fx);
        if (latents is not null)
        {
            var hz = h!.Forward(latents).relu();
            Add("score_z", hz);
            Add("score_joint", j!.Forward(cat([fx, hz], 1)).relu());
        }

        return terms.Aggregate((a, b) => a + b);

        void Add(string name, Tensor features)
        {
            if (Weights["D"].Find($"{name}.weight") is not null)
            {
                var halves = scores.SpectralLinear(name, features).chunk(2, 0);
                terms.Add(term(halves[0], halves[1]));
            }
        }
    }
}
