using BigBiGan.Dsl;
using BigBiGan.Dsl.Objectives;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Network = BigBiGan.Dsl.Layers.Network;

namespace BigBiGan.Training.Tests;

/// <summary>A whole variant in a few hundred numbers: linear networks on 4x4 images, one joint score and one of x, batch norm in G.</summary>
internal sealed class TinyModel : VariantModel
{
    private readonly TinyGenerator _generator = new();
    private readonly TinyNetwork _encoder = new("E", 16, 6);
    private readonly TinyNetwork _discriminator = new("D", 19, 2);

    public TinyModel(VariantFacts facts, ulong seed)
    {
        Facts = facts;
        Networks = [new("G", _generator), new("E", _encoder), new("D", _discriminator)];
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var index = 0;
        foreach (var (name, parameter) in Networks.SelectMany(named => named.Network.named_parameters()))
        {
            if (parameter.dim() > 1)
            {
                parameter.copy_(new CounterRandom(seed, "init", index++).Normal(CPU, parameter.shape).mul_(0.3));
            }
            else if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                parameter.zero_(); // TorchSharp drew it from its own generator
            }
        }
    }

    public static VariantEntry Entry { get; } = Variant("tests/tiny", "5e");

    public override VariantFacts Facts { get; }

    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <summary>Called with the number of the forward, before it; tests break things here.</summary>
    public Action<long>? Before { get; set; }

    private long Forwards { get; set; }

    public static VariantEntry Variant(string path, string hash, int steps = 20, int emaStart = 0)
    {
        var training = new TrainingFacts(8, steps, 1e-2, 2e-2, 3e-2, 0.5, 0.999, 1e-8, 0.9, emaStart, Precision.Float32, true, 1, null);
        var facts = new VariantFacts(path, "Tiny", "for tests", 3, 4, 1, null, new EncoderFacts(4, true), 6, training, hash);
        return new VariantEntry(facts, path + ".yaml", (_, seed) => new TinyModel(facts, seed));
    }

    /// <summary>Noise, 20 + 4 images in two classes.</summary>
    public static DataSource Images(ulong seed = 3, string name = "noise")
    {
        ImageSet Set(string split, int count)
        {
            var random = new CounterRandom(seed, split);
            var pixels = Enumerable.Range(0, count * 16).Select(i => (byte)random.At(i)).ToArray();
            return new ImageSet(name, split, 4, 1, pixels, [.. Enumerable.Range(0, count).Select(i => i % 2)], ["odd", "even"]);
        }

        return new DataSource(Set("train", 20), Set("test", 4));
    }

    public override Tensor SamplePrior(int count, CounterRandom random, Device device) => random.Normal(device, count, 3);

    public override IReadOnlyList<UpdatePhase> Updates => [new("D", 2, DiscriminatorStep), new("GE", 1, GeneratorEncoderStep)];

    public override Tensor Generate(Tensor z, Tensor? labels = null) => _generator.Forward(z).view(-1, 1, 4, 4);

    public override Tensor Features(Tensor x) => _encoder.Forward(x.flatten(1));

    public StepLosses DiscriminatorStep(StepInput batch)
    {
        Before?.Invoke(Forwards++);
        Tensor z, x;
        using (no_grad())
        {
            z = Encode(batch);
            x = _generator.Forward(batch.Z);
        }

        var (real, fake) = Pairs(batch, z, x);
        return Losses("D", (1 - real).relu().mean() + (1 + fake).relu().mean(), real, fake);
    }

    public StepLosses GeneratorEncoderStep(StepInput batch)
    {
        Before?.Invoke(Forwards++);
        var (real, fake) = Pairs(batch, Encode(batch), _generator.Forward(batch.Z));
        return Losses("GE", real.mean() - fake.mean(), real, fake);
    }

    private static StepLosses Losses(string players, Tensor loss, Tensor real, Tensor fake)
    {
        var (r, f) = (real.detach(), fake.detach());
        return new StepLosses([PlayerLoss.Of(players, ("x", loss))], [new("x", r.select(1, 0), f.select(1, 0)), new("xz", r.select(1, 1), f.select(1, 1))]);
    }

    private Tensor Encode(StepInput batch)
    {
        var both = _encoder.Forward(batch.X.flatten(1)).chunk(2, 1);
        return both[0] + (batch.Noise! * both[1].exp());
    }

    private (Tensor Real, Tensor Fake) Pairs(StepInput batch, Tensor z, Tensor x) =>
        (_discriminator.Forward(cat([batch.X.flatten(1), z], 1)), _discriminator.Forward(cat([x, batch.Z], 1)));

    private sealed class TinyNetwork : Network
    {
        private readonly Linear _map;

        public TinyNetwork(string name, int from, int to)
            : base(name) => _map = Register("map", nn.Linear(from, to));

        public Tensor Forward(Tensor x) => _map.forward(x);
    }

    private sealed class TinyGenerator : Network
    {
        private readonly Linear _first;
        private readonly BatchNorm1d _norm;
        private readonly Linear _second;

        public TinyGenerator()
            : base("G")
        {
            _first = Register("first", nn.Linear(3, 8));
            _norm = Register("norm", nn.BatchNorm1d(8));
            _second = Register("second", nn.Linear(8, 16));
        }

        public Tensor Forward(Tensor z) => _second.forward(_norm.forward(_first.forward(z)).relu()).tanh();
    }
}
