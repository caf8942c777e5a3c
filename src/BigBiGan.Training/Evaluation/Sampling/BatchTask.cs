using System.Text.Json.Serialization;
using BigBiGan.Dsl;
using BigBiGan.Dsl.Layers;
using BigBiGan.Training.Data.Sources;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Sampling;

/// <summary>
/// What the ranks of a run make of batches together, as rank 0 tells the others: all that decides it but the weights, which go along, and the images, which
/// each of them has.
/// </summary>
[JsonDerivedType(typeof(StatisticsOfG), "statistics of G")]
[JsonDerivedType(typeof(StatisticsOfE), "statistics of E")]
[JsonDerivedType(typeof(Features), "features")]
[JsonDerivedType(typeof(Samples), "samples")]
internal abstract record BatchTask
{
    /// <summary>Of this rank.</summary>
    [JsonIgnore]
    public VariantModel? Model { get; init; }

    /// <summary>Whose state decides it.</summary>
    [JsonIgnore]
    public abstract Network Network { get; }

    /// <summary>Whether it makes images, whose features are rank 0's.</summary>
    [JsonIgnore]
    public virtual bool MakesImages => false;

    /// <summary>Rows of what is made of a batch.</summary>
    public abstract int Rows(int batch);

    /// <summary>What is made of a batch. [rows, ...]</summary>
    /// <param name="data">The run's.</param>
    /// <remarks>The model is left as the task needs it: that of a rank besides rank 0 is for measuring alone.</remarks>
    public abstract Func<int, Tensor> Calculator(DataSource data, Device device);

    /// <summary>Moments of G's norms on the batches of <see cref="EvaluationGenerator"/>.</summary>
    /// <param name="Seed">Decides the latents.</param>
    internal sealed record StatisticsOfG(ulong Seed) : BatchTask
    {
        [JsonIgnore]
        public override Network Network => EvaluationGenerator.NetworkOf(Model!);

        public override int Rows(int batch) => 1;

        public override Func<int, Tensor> Calculator(DataSource data, Device device) =>
            new StandingMoments(Network).Of(EvaluationGenerator.StandingForward(Model!, Seed, device));
    }

    /// <summary>Moments of E's norms, or D's, on the batches of <see cref="EvaluationFeatures"/>.</summary>
    /// <param name="Most">Batches.</param>
    internal sealed record StatisticsOfE(int? Most) : BatchTask
    {
        [JsonIgnore]
        public override Network Network => EvaluationFeatures.Judged(Model!);

        public override int Rows(int batch) => 1;

        public override Func<int, Tensor> Calculator(DataSource data, Device device) =>
            new StandingMoments(Network).Of(EvaluationFeatures.StandingForward(Model!, data.Train, Most, device));
    }

    /// <summary>Features of images that are drawn for the probe.</summary>
    /// <param name="IsTest">Whether they are of the test split.</param>
    /// <param name="Count">Images that are asked for.</param>
    /// <param name="Batch">Images of a forward.</param>
    internal sealed record Features(bool IsTest, int Count, int Batch) : BatchTask
    {
        [JsonIgnore]
        public override Network Network => EvaluationFeatures.Judged(Model!);

        public override int Rows(int batch) => FeatureBatches.Images(Count, Batch, batch);

        public override Func<int, Tensor> Calculator(DataSource data, Device device)
        {
            Network.eval();
            var images = EvaluationFeatures.Probed(IsTest ? data.Test : data.Train, Count);
            return i => Model!.Features(images.ToTensor(i * Batch, Rows(i), device)).to(float32);
        }
    }

    /// <summary>Samples of G, which rank 0 judges.</summary>
    /// <param name="Seed">Decides the latents.</param>
    /// <param name="Count">Samples in all.</param>
    /// <param name="Batch">Samples of a forward.</param>
    internal sealed record Samples(ulong Seed, int Count, int Batch) : BatchTask
    {
        [JsonIgnore]
        public override Network Network => EvaluationGenerator.NetworkOf(Model!);

        [JsonIgnore]
        public override bool MakesImages => true;

        public override int Rows(int batch) => FeatureBatches.Images(Count, Batch, batch);

        public override Func<int, Tensor> Calculator(DataSource data, Device device)
        {
            Network.eval();
            return i => EvaluationGenerator.Draw(Model!, Seed, i * Batch, Rows(i), device);
        }
    }
}
