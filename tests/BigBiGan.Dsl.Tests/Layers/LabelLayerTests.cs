using BigBiGan.Dsl.Initialization;
using BigBiGan.Dsl.Layers;
using BigBiGan.Dsl.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Layers;

public sealed class LabelLayerTests
{
    [Fact]
    public void Each_image_gets_the_row_of_its_class_before_its_chunk()
    {
        using var scope = NewDisposeScope();
        var rows = new ClassEmbedding(3, 2);
        Initialize.Orthogonal(rows, 1, "rows");
        var weight = rows.get_parameter("weight");
        var chunk = new CounterRandom(1, "chunk").Normal(CPU, 4, 5);
        var labels = tensor(new long[] { 2, 0, 2, 1 });

        var joined = rows.Forward(chunk, labels);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(weight![labels[i].item<long>()].data<float>().ToArray().Concat(chunk[i].data<float>().ToArray()), joined[i].data<float>().ToArray());
        }
    }

    [Fact]
    public void The_projection_is_the_normalised_row_times_the_feature()
    {
        using var scope = NewDisposeScope();
        var projection = new LabelProjection(4, 6);
        Initialize.He(projection, 1, "projection");
        projection.to(float64);
        projection.eval();
        var (v, u) = (projection.get_parameter("weight")!, projection.get_buffer("u0")!);
        var f = new CounterRandom(1, "f").Normal(CPU, 3, 6).to(float64);
        var labels = tensor(new long[] { 3, 1, 1 });

        var found = projection.Forward(f, labels);

        // one power iteration from u, written out
        var right = u.mm(v);
        right = right / right.norm();
        var left = v.mm(right.t()).t();
        var sigma = left.mm(left.t() / left.norm());
        var expected = (v.index_select(0, labels) * f).sum(1, keepdim: true) / sigma;
        Assert.Equal([3, 1], found.shape);
        Assert.True((expected - found).abs().max().item<double>() < 1e-12);
    }
}
