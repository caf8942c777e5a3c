namespace BigBiGan.Training.Evaluation.Solvers;

/// <summary>How clusters of images agree with the classes of the same images, whatever the clusters' numbers (Manning et al., 2008, section 16.3).</summary>
/// <param name="Purity">
/// The share of images that are of their cluster's most frequent class: sum over k of max over c of n(k, c) / N.
/// It grows with the number of clusters.
/// </param>
/// <param name="NormalisedMutualInformation">
/// 2 I(K; C) / (H(K) + H(C)), from 0 (independent) to 1 (the same partition up to names); 1 where both put all images together.
/// </param>
public sealed record ClusterAgreement(double Purity, double NormalisedMutualInformation)
{
    /// <param name="clusters">[N]</param>
    /// <param name="classes">[N]</param>
    /// <exception cref="ArgumentException">There are no images, or not as many clusters as classes.</exception>
    public static ClusterAgreement Of(IReadOnlyList<int> clusters, IReadOnlyList<int> classes)
    {
        if (clusters.Count != classes.Count || clusters.Count == 0)
        {
            throw new ArgumentException(
                $"{clusters.Count} clusters of images stand beside {classes.Count} classes; expected as many of each, and at least one",
                nameof(clusters));
        }

        var pairs = clusters.Zip(classes).ToArray();
        var purity = pairs.CountBy(pair => pair).GroupBy(entry => entry.Key.First).Sum(cluster => cluster.Max(entry => entry.Value)) / (double)pairs.Length;
        var (ofClusters, ofClasses) = (Entropy(clusters), Entropy(classes));
        var mutual = ofClusters + ofClasses - Entropy(pairs); // I(K; C) = H(K) + H(C) - H(K, C)
        return new ClusterAgreement(purity, ofClusters + ofClasses == 0 ? 1 : Math.Clamp(2 * mutual / (ofClusters + ofClasses), 0, 1));
    }

    /// <summary>-sum p log p, in nats.</summary>
    private static double Entropy<T>(IReadOnlyList<T> values)
        where T : notnull =>
        values.CountBy(value => value).Sum(entry => (double)entry.Value / values.Count * Math.Log((double)values.Count / entry.Value));
}
