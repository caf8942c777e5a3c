using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>
/// A record as named numbers, for logs that know nothing else. The names are part of the format: TensorBoard groups by what stands before the
/// first stroke.
/// </summary>
internal static class StepScalars
{
    public static IReadOnlyList<(string Name, double Value)> Of(StepRecord record) =>
    [
        .. record.Losses.Select(loss => ($"loss/{loss.Players}", loss.Value)),
        .. record.Losses.SelectMany(loss => (loss.Terms ?? []).Select(term => ($"loss_terms/{loss.Players}/{term.Name}", term.Value))),
        .. record.Scores.SelectMany(score => new[]
        {
            ($"scores/{score.Name}/encoder_pairs", score.EncoderPairs),
            ($"scores/{score.Name}/generator_pairs", score.GeneratorPairs),
        }),
        .. (record.Gradients ?? []).Select(gradient => ($"gradient_norm/{gradient.Network}", gradient.Norm)),
        .. (record.Rates ?? []).Select(rate => ($"learning_rate/{rate.Network}", rate.Rate)),
        ("speed/images_per_second", record.ImagesPerSecond),
        .. record.Waited is { } waited ? [("speed/waited_for_images", waited)] : Array.Empty<(string, double)>(),
        .. record.Memory is { } memory ? [("memory/process_bytes", memory.Process)] : Array.Empty<(string, double)>(),
        .. record.Memory?.Device is { } device ? [("memory/device_bytes", device)] : Array.Empty<(string, double)>(),
    ];
}
