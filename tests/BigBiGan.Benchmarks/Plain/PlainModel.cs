using BigBiGan.Dsl;
using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Compilation;
using BigBiGan.Dsl.Spec.Latents;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BigBiGan.Benchmarks.Plain;

/// <summary>A variant with hinge losses and alternating updates in its plain form, with the weights of the compiled one.</summary>
internal sealed class PlainModel : IDisposable
{
    private readonly Variant _variant;
    private readonly VariantPlan _plan;
    private readonly PlainLayers _generatorLayers;
    private readonly PlainNetwork _generator;
    private readonly PlainNetwork? _encoder;
    private readonly PlainNetwork _f;
    private readonly PlainNetwork? _h;
    private readonly PlainNetwork? _j;
    private readonly PlainLayers _scores;

    public PlainModel(VariantModel model, CompiledSpec spec)
    {
        (_variant, _plan) = (spec.Variant!, spec.Plan!);
        Weights = model.Networks.ToDictionary(named => named.Role, named => new PlainWeights(named.Network));
        _generatorLayers = new PlainLayers(Weights["G"]);
        _generator = new PlainNetwork(_generatorLayers, "", _plan.Generator);
        _encoder = _plan.Encoder is { } e ? new PlainNetwork(new PlainLayers(Weights["E"]), "", e) : null;
        _scores = new PlainLayers(Weights["D"]);
        _f = new PlainNetwork(_scores, "F.", _plan.F!);
        _h = _plan.H is { } mlp ? new PlainNetwork(_scores, "H.", mlp) : null;
        _j = _plan.J is { } joint ? new PlainNetwork(_scores, "J.", joint) : null;
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

        return Sum(batch, images, latents, (real, fake) => (1 - real).relu().mean() + (1 + fake).relu().mean());
    }

    /// <summary>The loss of the joint update of G and E.</summary>
    public Tensor GeneratorEncoderLoss(StepInput batch)
    {
        var (images, latents) = Pairs(batch);
        return Sum(batch, images, latents, (real, fake) => real.mean() - fake.mean());
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
        var real = _variant.Encoder is { } spec && spec.Image != _variant.Image.Size ? functional.avg_pool2d(batch.X, spec.Image / _variant.Image.Size) : batch.X;
        var inferred = _encoder is null ? null : Inferred(_encoder.Forward(batch.X), batch.Noise);
        return (cat([real, Generate(batch.Z, batch.Labels?.Drawn)]), _h is null ? null : cat([inferred!, batch.Z]));
    }

    private Tensor Inferred(Tensor output, Tensor? noise)
    {
        var posterior = _variant.Encoder!.Posterior;
        if (posterior == Posterior.Gaussian)
        {
            var parts = output.chunk(2, 1);
            return parts[0] + noise! * functional.softplus(parts[1]);
        }

        return posterior == Posterior.Tanh ? output.tanh()
            : posterior == Posterior.Point ? output
            : throw new NotSupportedException($"{posterior} has no plain form here");
    }

    private Tensor Generate(Tensor z, Tensor? labels)
    {
        var deep = _plan.Generator.Modules.Count(module => module.Block is DeepGeneratorBlock);
        if (deep > 0)
        {
            var whole = _generatorLayers.Rows("shared", z, labels);
            return _generator.Forward(whole, new Queue<Tensor>(Enumerable.Repeat(whole, deep))).tanh();
        }

        var blocks = _plan.Generator.Modules.Count(module => module.Block is GeneratorBlock);
        var chunks = z.chunk(blocks + 1, 1);
        return _generator.Forward(chunks[0], new Queue<Tensor>(chunks.Skip(1).Select(chunk => _generatorLayers.Rows("shared", chunk, labels)))).tanh();
    }

    private Tensor Sum(StepInput batch, Tensor images, Tensor? latents, Func<Tensor, Tensor, Tensor> term)
    {
        var fx = _f.Forward(images).relu().sum([2, 3]);
        var terms = new List<Tensor>();
        if (batch.Labels is { } labels)
        {
            var score = _scores.SpectralLinear("score_x", fx) + _scores.Projection("score_projection", fx, cat([labels.Real, labels.Drawn]));
            terms.Add(Term(score));
        }
        else
        {
            Add("score_x", fx);
        }

        if (latents is not null)
        {
            var hz = _h!.Forward(latents).relu();
            Add("score_z", hz);
            Add("score_joint", _j!.Forward(cat([fx, hz], 1)).relu());
        }

        return terms.Aggregate((a, b) => a + b);

        void Add(string name, Tensor features)
        {
            if (Weights["D"].Find($"{name}.weight") is not null)
            {
                terms.Add(Term(_scores.SpectralLinear(name, features)));
            }
        }

        Tensor Term(Tensor score)
        {
            var halves = score.chunk(2, 0);
            return term(halves[0], halves[1]);
        }
    }
}
