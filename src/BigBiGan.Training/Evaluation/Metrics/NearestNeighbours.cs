using BigBiGan.Training.Evaluation.Solvers;
using static TorchSharp.torch;

namespace BigBiGan.Training.Evaluation.Metrics;

/// <summary>k nearest neighbours by Euclidean distance and majority vote; ties go to the lowest class.</summary>
public static class NearestNeighbours
{
    /// <summary>The share of test rows whose neighbours vote for the right class.</summary>
    /// <param name="train">[N, d]</param>
    /// <param name="test">[M, d]</param>
    /// <param name="k">1 to N.</param>
    /// <param name="progress">Receives how many of how many test rows are done.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many neighbours.</exception>
    public static double Accuracy(FeatureRows train, int[] trainLabels, FeatureRows test, int[] testLabels, int k, Action<int, int>? progress = null)
    {
        var votes = Predict(train, trainLabels, test, k, progress);
        return votes.Zip(testLabels).Count(pair => pair.First == pair.Second) / (double)testLabels.Length;
    }

    /// <summary>[M]</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many neighbours.</exception>
    public static int[] Predict(FeatureRows train, int[] trainLabels, FeatureRows test, int k, Action<int, int>? progress = null)
    {
        if (k < 1 || k > trainLabels.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Expected 1 to the {trainLabels.Length} training rows.");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // Around the centre, little is lost to cancellation in float32.
        var centre = train.Mean();
        var predictions = new int[test.Count];
        var counts = new int[trainLabels.Max() + 1];
        foreach (var (first, count) in SquaredDistances.RowBlocks(test, train))
        {
            using var block = NewDisposeScope();
            var (_, indices) = SquaredDistances.Nearest(test.Read(first, count) - centre, train, rows => rows - centre, k, sorted: false);
            var neighbours = indices.cpu().data<long>().ToArray();
            for (var i = 0; i < count; i++)
            {
                Array.Clear(counts);
                foreach (var neighbour in neighbours.AsSpan(i * k, k))
                {
                    counts[trainLabels[neighbour]]++;
                }

                predictions[first + i] = Array.IndexOf(counts, counts.Max());
            }

            progress?.Invoke((int)(first + count), (int)test.Count);
        }

        return predictions;
    }
}
