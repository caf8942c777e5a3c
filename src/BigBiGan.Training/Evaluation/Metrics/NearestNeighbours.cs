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
    /// <exception cref="ArgumentOutOfRangeException">There are not so many neighbours.</exception>
    public static double Accuracy(Tensor train, int[] trainLabels, Tensor test, int[] testLabels, int k)
    {
        var votes = Predict(train, trainLabels, test, k);
        return votes.Zip(testLabels).Count(pair => pair.First == pair.Second) / (double)testLabels.Length;
    }

    /// <summary>[M]</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many neighbours.</exception>
    public static int[] Predict(Tensor train, int[] trainLabels, Tensor test, int k)
    {
        if (k < 1 || k > trainLabels.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Expected 1 to the {trainLabels.Length} training rows.");
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // Around the centre, little is lost to cancellation in float32.
        var centre = train.mean([0], keepdim: true);
        var (references, queries) = (train - centre, test - centre);
        var predictions = new List<int>();
        var counts = new int[trainLabels.Max() + 1];
        foreach (var (first, count) in SquaredDistances.RowBlocks(queries.shape[0], references.shape[0]))
        {
            using var block = NewDisposeScope();
            var (_, indices) = SquaredDistances.Between(queries.narrow(0, first, count), references).topk(k, 1, largest: false, sorted: false);
            var neighbours = indices.cpu().data<long>().ToArray();
            foreach (var row in neighbours.Chunk(k))
            {
                Array.Clear(counts);
                foreach (var neighbour in row)
                {
                    counts[trainLabels[neighbour]]++;
                }

                predictions.Add(Array.IndexOf(counts, counts.Max()));
            }
        }

        return [.. predictions];
    }
}
