using BigBiGan.Dsl.Objectives;
using static TorchSharp.torch;

namespace BigBiGan.Training.Loop;

/// <summary>The numbers of one update that a log line may want, on the device: losses, their terms, and the means of D's scores.</summary>
/// <param name="Values">In the order of the lists, each score with two. [numbers], float64</param>
/// <param name="Losses">By players.</param>
/// <param name="Terms">By players and name.</param>
/// <param name="Scores">By name.</param>
internal sealed record UpdateNumbers(
    Tensor Values, IReadOnlyList<string> Losses, IReadOnlyList<(string Players, string Name)> Terms, IReadOnlyList<string> Scores)
{
    public static UpdateNumbers Of(StepLosses update)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var terms = update.Losses.SelectMany(loss => loss.Terms, (loss, term) => (loss.Players, term.Name, term.Value)).ToList();
        Tensor[] values =
        [
            .. update.Losses.Select(loss => loss.Loss),
            .. terms.Select(term => term.Value),
            .. update.Scores.SelectMany(score => new[] { score.EncoderPairs.mean(), score.GeneratorPairs.mean() }),
        ];
        return new UpdateNumbers(
            stack(values.Select(value => value.to(float64))).MoveToOuterDisposeScope(),
            [.. update.Losses.Select(loss => loss.Players)],
            [.. terms.Select(term => (term.Players, term.Name))],
            [.. update.Scores.Select(score => score.Name)]);
    }
}
