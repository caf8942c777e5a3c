using BigBiGan.Dsl.Randomness;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Evaluation.Inception;
using BigBiGan.Training.Evaluation.Judge;
using BigBiGan.Training.Tests.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class InceptionTests(InceptionState weights) : IClassFixture<InceptionState>, IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Blocks => [.. InceptionKind.Graph2015.Blocks.Select(block => block.Name)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Each_block_of_2015_is_the_plain_one(string name) => CheckBlock(name, weights.State, of2015: true);

    [Theory]
    [InlineData("Mixed_5b")]
    [InlineData("Mixed_6e")]
    [InlineData("Mixed_7b")]
    [InlineData("Mixed_7c")]
    public void The_blocks_with_means_are_torchvision_s_own_with_its_weights(string name) => CheckBlock(name, weights.Torchvision, of2015: false);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_whole_network_is_the_plain_one(bool of2015)
    {
        var state = of2015 ? weights.State : weights.Torchvision;
        using var network = Network(state);
        var x = new CounterRandom(2, "images").Uniform(CPU, -1, 1, 2, 3, 75, 75);
        Close(new PlainInception(state, of2015).Features(x), network.Features(x), 1e-4);
    }

    [Fact]
    public void The_two_kinds_differ_where_a_block_has_a_border()
    {
        using var network = Network(weights.State);
        using var other = Network(weights.Torchvision);
        var x = new CounterRandom(2, "images").Uniform(CPU, -1, 1, 1, 3, 75, 75);
        Assert.True((network.Features(x) - other.Features(x)).abs().max().item<float>() > 0.01);
    }

    [Fact]
    public void Class_scores_leave_the_bias_out()
    {
        using var network = Network(weights.State);
        var features = new CounterRandom(3, "features").Normal(CPU, 4, 2048);
        Close(features.to(float64).matmul(weights.State["fc.weight"].to(float64).t()), network.Scores(features), 1e-5);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(400)]
    public void Bilinear_reads_pixel_i_at_i_times_the_ratio(int side)
    {
        var x = new CounterRandom(4, "pixels").Uniform(CPU, 0, 255, 1, 2, side, side).round();
        var resized = InceptionResizer.Bilinear.Resize(x);
        Assert.Equal([1L, 2, 299, 299], resized.shape);
        var pixels = Values(x[0, 1]);
        var found = Values(resized[0, 1]);
        for (var row = 0; row < 299; row += 13)
        {
            for (var column = 0; column < 299; column += 7)
            {
                Assert.Equal(Plain(row, column), found[(row * 299) + column], tolerance: 0.01);
            }
        }

        double Plain(int row, int column)
        {
            var (y, v) = Place(row);
            var (z, u) = Place(column);
            double At(int i, int j) => pixels[(Math.Min(i, side - 1) * side) + Math.Min(j, side - 1)];
            return ((1 - v) * (((1 - u) * At(y, z)) + (u * At(y, z + 1)))) + (v * (((1 - u) * At(y + 1, z)) + (u * At(y + 1, z + 1))));
        }

        (int Low, double Share) Place(int i)
        {
            var place = i * (double)side / 299;
            return ((int)place, place - (int)place);
        }
    }

    /// <summary>The first pixel stays where it is, so that nothing is at the middle of its area: libtorch's own form differs.</summary>
    [Fact]
    public void Bilinear_is_not_the_one_of_today()
    {
        var x = new CounterRandom(4, "pixels").Uniform(CPU, 0, 255, 1, 1, 32, 32);
        var today = nn.functional.interpolate(x, [299, 299], mode: InterpolationMode.Bilinear, align_corners: false);
        Assert.True((InceptionResizer.Bilinear.Resize(x) - today).abs().max().item<float>() > 10);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(512)]
    public void Clean_is_the_sum_over_PIL_s_kernel_and_keeps_what_lies_beyond_black_and_white(int side)
    {
        var x = (new CounterRandom(5, "pixels").Uniform(CPU, 0, 1, 1, 1, side, side).round() * 255).contiguous();
        var resized = InceptionResizer.Clean.Resize(x);
        var pixels = Values(x[0, 0]);
        var found = Values(resized[0, 0]);
        var ratio = side / 299.0;
        for (var row = 0; row < 299; row += 37)
        {
            for (var column = 0; column < 299; column += 29)
            {
                Assert.Equal(Plain(row, column), found[(row * 299) + column], tolerance: 2e-3);
            }
        }

        Assert.True(side > 299 || (found.Max() > 255 && found.Min() < 0));

        double Plain(int row, int column)
        {
            var (sum, total) = (0.0, 0.0);
            for (var i = 0; i < side; i++)
            {
                for (var j = 0; j < side; j++)
                {
                    var weight = Kernel(i, row) * Kernel(j, column);
                    (sum, total) = (sum + (weight * pixels[(i * side) + j]), total + weight);
                }
            }

            return sum / total;
        }

        double Kernel(int from, int to)
        {
            var t = Math.Abs((from + 0.5 - ((to + 0.5) * ratio)) / Math.Max(1, ratio));
            return t < 1 ? (1.5 * t * t * t) - (2.5 * t * t) + 1 : t < 2 ? (-0.5 * t * t * t) + (2.5 * t * t) - (4 * t) + 2 : 0;
        }
    }

    [Fact]
    public void Images_of_299_px_stay_as_they_are()
    {
        var x = new CounterRandom(4, "pixels").Uniform(CPU, 0, 255, 1, 1, 299, 299).round();
        Assert.Equal(Values(x), Values(InceptionResizer.Bilinear.Resize(x)));
        Assert.Equal(Values(x), Values(InceptionResizer.Clean.Resize(x)));
    }

    [Fact]
    public void Pixels_are_bytes_scaled_as_the_graph_scales_them_and_grey_has_three_colours()
    {
        using var judge = new InceptionFeatures(InceptionWeights.Read(weights.File, CPU), InceptionResizer.Bilinear, CPU, published: false);
        using var network = Network(weights.State);
        var grey = new CounterRandom(6, "images").Uniform(CPU, -1, 1, 1, 1, 299, 299);
        var bytes = grey.data<float>().Select(value => (float)Math.Clamp(Math.Round((value + 1) * 127.5), 0, 255)).ToArray();
        var read = tensor(bytes.Select(value => (value - 128) / 128).ToArray(), [1, 1, 299, 299]).expand(1, 3, 299, 299);
        Close(network.Features(read), judge.Features(grey), 1e-4);
        Assert.Equal([1L, 2048], judge.Features(grey).shape);
        using var probabilities = judge.Probabilities(judge.Features(grey));
        Assert.Equal([1L, 1008], probabilities.shape);
        Assert.Equal(1, probabilities.sum().item<float>(), tolerance: 1e-5);
    }

    [Fact]
    public void Every_format_of_the_weights_gives_one_protocol()
    {
        PthWriter.Write(weights["new.pth"], weights.State.Select(entry => (entry.Key, entry.Value)));
        PthWriter.WriteOld(weights["old.pth"], weights.State.Select(entry => (entry.Key, entry.Value)));
        var names = new[] { weights.File, weights["new.pth"], weights["old.pth"] }.Select(file => Named(file, "inception")).ToList();
        Assert.Matches("^inception-2015-[0-9a-f]{8}, bilinear 299$", names[0]);
        Assert.Single(names.Distinct());
        Assert.Equal(names[0].Replace("bilinear", "clean", StringComparison.Ordinal), Named(weights.File, "inception-clean"));

        SafeTensorFile.Write(weights["torchvision.safetensors"], weights.Torchvision.Select(entry => (entry.Key, entry.Value)));
        Assert.Matches("^inception-torchvision-[0-9a-f]{8}, bilinear 299$", Named(weights["torchvision.safetensors"], "inception"));
    }

    [Fact]
    public void Random_weights_give_no_number_a_known_name()
    {
        using var judge = Judge(weights.File, "inception");
        Assert.Null(judge.DistanceName);
        Assert.Null(judge.ScoreName);
        Assert.Contains("no number of theirs is called FID", judge.Caution);
        using var published = new InceptionFeatures(InceptionWeights.Read(weights.File, CPU), InceptionResizer.Bilinear, CPU, published: true);
        Assert.Equal(("FID", "Inception Score", null), (published.DistanceName, published.ScoreName, published.Caution));
        using var clean = new InceptionFeatures(InceptionWeights.Read(weights.File, CPU), InceptionResizer.Clean, CPU, published: true);
        Assert.Equal(("clean-FID", null), (clean.DistanceName, clean.ScoreName));
    }

    [Fact]
    public void Reading_and_judging_leave_no_tensor_behind()
    {
        var before = LivingTensors.Settled();
        using (var judge = Judge(weights.File, "inception-clean"))
        {
            using var images = zeros(1, 3, 16, 16);
            judge.Features(images).Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_file_that_is_missing_or_holds_other_weights_is_told_in_a_line()
    {
        Assert.Equal(
            "none.pth: no such file; expected the weights of Inception, pt_inception-2015-12-05-6726825d.pth of pytorch-fid "
            + "or weights-inception-2015-12-05-6726825d.pth of torch-fidelity (docs/data.md says where they are)",
            Refused("none.pth"));

        using var few = ones(3);
        SafeTensorFile.Write(weights["other.safetensors"], [("weight", few)]);
        Assert.StartsWith(
            $"{weights["other.safetensors"]}: these are not the weights of Inception: 471 of 471 entries are missing: "
            + "Conv2d_1a_3x3.conv.weight, Conv2d_1a_3x3.bn.weight, Conv2d_1a_3x3.bn.bias, ...; expected pt_inception-2015-12-05-6726825d.pth",
            Refused(weights["other.safetensors"]));

        SafeTensorFile.Write(weights["part.safetensors"], weights.State.Where(entry => entry.Key != "Mixed_7c.branch_pool.bn.bias").Select(entry => (entry.Key, entry.Value)));
        Assert.Contains("1 of 471 entries are missing: Mixed_7c.branch_pool.bn.bias;", Refused(weights["part.safetensors"]));

        SafeTensorFile.Write(weights["wide.safetensors"], weights.State.Select(entry => (entry.Key, entry.Key == "fc.weight" ? few.view(3, 1) : entry.Value)));
        Assert.Contains("fc.weight is [3, 1]; expected [1008, 2048]; expected pt_", Refused(weights["wide.safetensors"]));
    }

    [Theory]
    [InlineData("resnet", "'resnet' are no features; expected classifier, inception:FILE or inception-clean:FILE")]
    [InlineData("inception", "'inception' names no file; expected inception:FILE, where FILE is pt_inception-2015-12-05-6726825d.pth of pytorch-fid or weights-inception-2015-12-05-6726825d.pth of torch-fidelity")]
    [InlineData("inception-clean:", "'inception-clean:' names no file; expected inception-clean:FILE, where FILE is pt_inception-2015-12-05-6726825d.pth of pytorch-fid or weights-inception-2015-12-05-6726825d.pth of torch-fidelity")]
    [InlineData("classifier:a.pth", "'classifier:a.pth': classifier takes no file")]
    [InlineData("inception:none.pth", "none.pth: no such file; expected the weights of Inception, pt_inception-2015-12-05-6726825d.pth of pytorch-fid or weights-inception-2015-12-05-6726825d.pth of torch-fidelity (docs/data.md says where they are)")]
    public void Features_that_nobody_knows_are_told_in_a_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RunException>(() => FeatureChoice.Parse(text)).Message);

    [Fact]
    public void Features_are_asked_for_in_a_word_or_with_a_file()
    {
        Assert.Equal(FeatureChoice.Default, FeatureChoice.Parse("classifier"));
        File.WriteAllText(weights["a:b.pth"], "");
        var choice = FeatureChoice.Parse($"inception-clean:{weights["a:b.pth"]}");
        Assert.Equal(("inception-clean", weights["a:b.pth"]), (choice.Kind.Word, choice.File));
    }

    private static float[] Values(Tensor x) => [.. x.contiguous().data<float>()];

    private static string Refused(string path) => Assert.Throws<RunException>(() => InceptionWeights.Read(path, CPU)).Message;

    private static ISampleJudge Judge(string path, string word) =>
        FeatureChoice.Parse($"{word}:{path}").Kind.Open(path, new JudgeRequest(TinyModel.Images().Train, CPU, null, null, null));

    private static string Named(string path, string word)
    {
        using var judge = Judge(path, word);
        return judge.Name;
    }

    /// <summary>Absolute, of the largest value.</summary>
    private static void Close(Tensor expected, Tensor found, double tolerance)
    {
        Assert.Equal(expected.shape, found.shape);
        var exact = expected.to(float64);
        Assert.InRange((exact - found.to(float64)).abs().max().item<double>(), 0, tolerance * exact.abs().max().item<double>());
    }

    private void CheckBlock(string name, IReadOnlyDictionary<string, Tensor> state, bool of2015)
    {
        using var network = Network(state);
        var block = (of2015 ? InceptionKind.Graph2015 : InceptionKind.Torchvision).Blocks.Single(one => one.Name == name);
        var x = new CounterRandom(1, name).Normal(CPU, 2, block.Inputs, 9, 9);
        var found = network.Apply(block, x);
        Assert.Equal(block.Outputs, found.size(1));
        Close(new PlainInception(state, of2015).Block(name, x.to(float64)), found, 1e-5);
    }

    private InceptionNetwork Network(IReadOnlyDictionary<string, Tensor> state)
    {
        if (ReferenceEquals(state, weights.State))
        {
            return new InceptionNetwork(InceptionWeights.Read(weights.File, CPU));
        }

        var path = weights["of-torchvision.safetensors"];
        if (!File.Exists(path))
        {
            SafeTensorFile.Write(path, state.Select(entry => (entry.Key, entry.Value)));
        }

        return new InceptionNetwork(InceptionWeights.Read(path, CPU));
    }
}
