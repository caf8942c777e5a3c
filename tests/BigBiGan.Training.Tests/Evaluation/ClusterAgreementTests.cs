using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class ClusterAgreementTests
{
    [Theory]
    [InlineData("0011", "0011", 1, 1)]
    [InlineData("1100", "0011", 1, 1)] // names of clusters do not count
    [InlineData("0000", "0011", 0.5, 0)]
    [InlineData("0101", "0011", 0.5, 0)] // independent
    [InlineData("0000", "0000", 1, 1)]
    [InlineData("0123", "0011", 1, 2.0 / 3)] // H(K) = 2 bits, H(C) = 1 bit = I
    [InlineData("0001", "0011", 0.75, 0.3437110184854508)] // I = 1 - 3/4 H(1/3) = 0.311278 bits, H(K) = 0.811278 bits, H(C) = 1 bit
    public void Small_partitions_have_the_values_that_one_works_out_by_hand(string clusters, string classes, double purity, double information)
    {
        var found = ClusterAgreement.Of(Numbers(clusters), Numbers(classes));
        Assert.Equal(purity, found.Purity, 1e-12);
        Assert.Equal(information, found.NormalisedMutualInformation, 1e-12);
    }

    [Fact]
    public void The_textbook_s_three_clusters_have_the_textbook_s_values()
    {
        // Manning et al., 2008, figure 16.4: x x x x x o | x o o o o d | x x d d d
        var found = ClusterAgreement.Of(Numbers("00000011111122222"), Numbers("00000101111200222"));
        Assert.Equal(12.0 / 17, found.Purity, 1e-12);
        Assert.Equal(0.36, found.NormalisedMutualInformation, 0.005);
    }

    [Fact]
    public void Nothing_to_compare_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ClusterAgreement.Of([], []));
        Assert.Throws<ArgumentException>(() => ClusterAgreement.Of([0, 1], [0]));
    }

    private static int[] Numbers(string digits) => [.. digits.Select(digit => digit - '0')];
}
