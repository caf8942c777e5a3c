using BigBiGan.Dsl;
using BigBiGan.Training.Optimisers;
using BigBiGan.Training.Runs;
using static TorchSharp.torch;

namespace BigBiGan.Cli.Runs;

/// <summary>A model that was trained, just now or in an earlier sitting.</summary>
internal sealed record Trained(RunFolder Folder, VariantModel Model, Ema Ema, Device Device, long Step);
