using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>Limited-memory BFGS (Nocedal and Wright, algorithms 7.4 and 7.5) with a diagonal first metric, for convex functions.</summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;
    private const int MostHalvings = 20;

    /// <summary>A gain below this part of the value counts as none; float32 gradients resolve little more.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Steps in a row without gain that end the search.</summary>
    private const int Stillness = 3;

    /// <param name="evaluate">Value and gradient; the gradient has the point's shape.</param>
    /// <param name="start">Left as it is.</param>
    /// <param name="metric">Something like the inverse of the curvature's diagonal. [as the point]</param>
    public static (Tensor Point, bool Converged) Minimise(Func<Tensor, (double Value, Tensor Gradient)> evaluate, Tensor start, Tensor metric, int iterations)
    {
        using var scope = NewDisposeScope();
        var pairs = new Queue<Pair>();
        var point = start.clone();
        var (value, gradient) = evaluate(point);
        var still = 0;
        for (var i = 0; i < iterations && still < Stillness; i++)
        {
            using var iteration = NewDisposeScope();
            var direction = Direction(gradient, metric, pairs);
            var slope = Dot(gradient, direction);
            var step = 1.0;
            var next = Try(step);
            for (var halvings = 0; next.Value > value + (SufficientDecrease * step * slope) && halvings < MostHalvings; halvings++)
            {
                step /= 2;
                next = Try(step);
            }

            if (slope >= 0 || next.Value > value)
            {
                // Float32 knows no way down from here.
                still = Stillness;
                break;
            }

            Remember(pairs, new Pair(next.Point - point, next.Gradient - gradient));
            still = value - next.Value < Tolerance * Math.Abs(value) ? still + 1 : 0;
            point.Dispose();
            gradient.Dispose();
            (point, value, gradient) = (next.Point.MoveToOuterDisposeScope(), next.Value, next.Gradient.MoveToOuterDisposeScope());

            (Tensor Point, double Value, Tensor Gradient) Try(double length)
            {
                var candidate = point.Add(direction.Mul(length));
                var (v, g) = evaluate(candidate);
                return (candidate, v, g);
            }
        }

        return (point.MoveToOuterDisposeScope(), still == Stillness);
    }

    private static void Remember(Queue<Pair> pairs, Pair pair)
    {
        if (pair.Product <= 0)
        {
            return;
        }

        pairs.Enqueue(pair);
        pair.Move.MoveToOuterDisposeScope();
        pair.Change.MoveToOuterDisposeScope();
        if (pairs.Count > Memory)
        {
            var oldest = pairs.Dequeue();
            oldest.Move.Dispose();
            oldest.Change.Dispose();
        }
    }

    private static Tensor Direction(Tensor gradient, Tensor metric, Queue<Pair> pairs)
    {
        var q = -gradient;
        var weights = new Stack<double>();
        foreach (var pair in pairs.Reverse())
        {
            weights.Push(Dot(pair.Move, q) / pair.Product);
            q -= pair.Change.Mul(weights.Peek());
        }

        q *= metric;
        if (pairs.Count > 0)
        {
            // The metric's length is the newest pair's (equation 7.20).
            var newest = pairs.Last();
            q = q.Mul(newest.Product / Dot(newest.Change, newest.Change * metric));
        }

        foreach (var pair in pairs)
        {
            q = q.Add(pair.Move.Mul(weights.Pop() - (Dot(pair.Change, q) / pair.Product)));
        }

        return q;
    }

    private static double Dot(Tensor a, Tensor b)
    {
        using var product = a * b;
        using var sum = product.sum(float64);
        return sum.item<double>();
    }

    /// <param name="Move">x' - x</param>
    /// <param name="Change">The gradient's.</param>
    private sealed record Pair(Tensor Move, Tensor Change)
    {
        public double Product { get; } = Dot(Move, Change);
    }
}
