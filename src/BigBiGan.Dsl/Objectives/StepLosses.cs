using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Objectives;

/// <summary>The outcome of one step's forward.</summary>
/// <param name="Losses">One for each player of the update; they share the forward's graph.</param>
/// <param name="Scores">One entry per score that the variant has.</param>
public sealed record StepLosses(IReadOnlyList<PlayerLoss> Losses, IReadOnlyList<ScoreMeans> Scores);

/// <summary>What some players minimise.</summary>
/// <param name="Players">The roles that minimise it, a letter each: <c>D</c>, <c>G</c> or <c>GE</c>. Its gradient reaches no other.</param>
/// <param name="Loss">The scalar to differentiate: the sum of the terms.</param>
/// <param name="Terms">What it is made of, each with its weight in it.</param>
public sealed record PlayerLoss(string Players, Tensor Loss, IReadOnlyList<LossTerm> Terms)
{
    /// <summary>The sum of named terms, from the first to the last.</summary>
    /// <param name="players">The roles that minimise it.</param>
    /// <param name="terms">One or more scalars.</param>
    public static PlayerLoss Of(string players, params (string Name, Tensor Term)[] terms)
    {
        var loss = terms[0].Term;
        foreach (var (_, term) in terms.AsSpan(1))
        {
            loss = loss.Add(term);
        }

        return new PlayerLoss(players, loss, [.. terms.Select(term => new LossTerm(term.Name, term.Term))]);
    }
}

/// <param name="Name">A score's (<c>x</c>, <c>z</c>, <c>xz</c>), <c>regression</c> or <c>reconstruction</c>.</param>
/// <param name="Value">A scalar.</param>
public sealed record LossTerm(string Name, Tensor Value);

/// <summary>A score over both kinds of pairs, without gradient.</summary>
/// <param name="Name"><c>x</c>, <c>z</c> or <c>xz</c>.</param>
/// <param name="EncoderPairs">[N]</param>
/// <param name="GeneratorPairs">[N]</param>
public sealed record ScoreMeans(string Name, Tensor EncoderPairs, Tensor GeneratorPairs)
{
    /// <summary>Takes D's scores of joined pairs apart, without gradient.</summary>
    /// <param name="scores">[2N] or [2N, 1]</param>
    public static ScoreMeans Split(string name, Tensor scores)
    {
        using var constant = scores.detach();
        using var flat = constant.flatten();
        var (encoder, generator) = JoinedPairs.Halves(flat);
        return new ScoreMeans(name, encoder, generator);
    }
}
