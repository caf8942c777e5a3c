using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Replicas;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Replicas;

public sealed class GradientBucketsTests
{
    private const long Bytes = 100; // 25 numbers of float32

    [Fact]
    public void Buckets_come_from_the_last_parameter_to_the_first_once_all_of_their_gradients_are_there()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [Leaf(30), Leaf(10), Leaf(10), Leaf(20), Leaf(30)];
        var buckets = new GradientBuckets(parameters, Bytes);
        Assert.Null(buckets.Next());
        parameters[2].grad = ones(10);
        parameters[3].grad = ones(20);
        Assert.Null(buckets.Next()); // the last one is missing
        parameters[4].grad = ones(30);
        Assert.Equal([30L], Sizes(buckets.Next()!));
        Assert.Equal([10L, 20L], Sizes(buckets.Next()!));
        Assert.Null(buckets.Next());
        parameters[1].grad = ones(10);
        Assert.Null(buckets.Next()); // a bucket that is not full waits for more, or for the end
        parameters[0].grad = ones(30);

        var number = ones(1);
        Assert.Equal([30L, 10L, 1L], Sizes([.. buckets.Rest([.. parameters.Select(parameter => parameter.grad!), number])]));
        buckets.Release();
    }

    [Fact]
    public void A_bucket_has_gradients_of_one_type()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [Leaf(10, float64), Leaf(10), Leaf(10)];
        foreach (var parameter in parameters)
        {
            parameter.grad = ones_like(parameter);
        }

        var buckets = new GradientBuckets(parameters, Bytes);
        Assert.Equal([10L, 10L], Sizes(buckets.Next()!));
        Assert.Null(buckets.Next());
    }

    [Fact]
    public void What_is_added_to_a_gradient_that_was_given_out_is_an_error_that_says_how_it_can_come_about()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [Leaf(30), Leaf(40)];
        var buckets = new GradientBuckets(parameters, Bytes);
        parameters[1].grad = ones(40);
        Assert.Single(buckets.Next()!);
        parameters[1].sum().backward();
        parameters[0].grad = ones(30);

        Assert.Equal(
            "The gradient of parameter 1 [40] was added to after it had been sent to other replicas: a layer calls backward() within a backward pass, where it is to return its gradients.",
            Assert.Throws<InvalidOperationException>(() => buckets.Rest([.. parameters.Select(parameter => parameter.grad!)])).Message);
    }

    [Fact]
    public void A_backward_pass_through_spectral_layers_tells_on_its_way_what_it_has_made()
    {
        using var scope = NewDisposeScope();
        var layers = Enumerable.Range(0, 5).Select(_ => new SpectralLinear(6, 6, bias: false)).ToList();
        using (no_grad())
        {
            layers.ForEach(layer => layer.parameters().Single().normal_(0, 1));
        }

        var replicas = new Noting(new GradientBuckets([.. layers.SelectMany(layer => layer.parameters())], Bytes));
        layers.ForEach(layer => layer.Replicas = replicas);
        layers.Aggregate(ones(2, 6), (x, layer) => layer.Forward(x)).square().sum().backward();

        // told at the beginning of a layer's own gradient, so that those of the layers behind it are there
        Assert.Equal([0, 1, 2, 3, 4], replicas.Given);
    }

    [Fact]
    public void A_milestone_tells_and_leaves_the_gradient_as_it_is()
    {
        using var scope = NewDisposeScope();
        var replicas = new Noting(new GradientBuckets([], Bytes));
        var x = Leaf(3);
        Milestone.Of(x.mul(2), replicas).mul(3).sum().backward();

        Assert.Equal([6f, 6, 6], x.grad!.data<float>().ToArray());
        Assert.Single(replicas.Given);
        using (no_grad())
        {
            Milestone.Of(x.mul(2), replicas); // nothing goes backward
        }

        Assert.Single(replicas.Given);
    }

    private static Tensor Leaf(long size, ScalarType? type = null) => zeros(size, type ?? float32).requires_grad_();

    private static long[] Sizes(IReadOnlyList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.numel())];

    /// <summary>Notes at each milestone how many buckets were there by then.</summary>
    private sealed class Noting(GradientBuckets buckets) : Collective
    {
        private int _given;

        public List<int> Given { get; } = [];

        public override int Rank => 0;

        public override int Count => 2;

        public override void Progress()
        {
            while (buckets.Next() is not null)
            {
                _given++;
            }

            Given.Add(_given);
        }

        public override Tensor Gather(Tensor own) => throw new NotSupportedException();

        public override void Average(IReadOnlyList<Tensor> tensors) => throw new NotSupportedException();

        public override void Broadcast(IReadOnlyList<Tensor> tensors) => throw new NotSupportedException();

        public override ReplicaTurn Next(ReplicaTurn turn) => throw new NotSupportedException();
    }
}
