using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Native;

public sealed class ScalarOperandsTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Operations = new()
    {
        ["add a number"] = (x, _) => x.Add(1),
        ["add one in place"] = (x, _) => x.add_(Scalars.One, Scalars.One),
        ["add"] = (x, y) => x.Add(y),
        ["add in place"] = (x, y) => x.AddInPlace(y),
        ["multiply"] = (x, _) => x.Mul(2),
        ["square"] = (x, _) => x.Squared(),
        ["softplus"] = (x, _) => x.Softplus(),
        ["move"] = (x, y) => x.MoveTowards(y, 0.5),
        ["count"] = (_, _) => ScalarOperands.Counted(0, 3, CPU),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    /// <summary>TorchSharp's own sum of two tensors does not survive ten thousand calls of this.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Numbers_live_as_long_as_native_code_reads_them(string name)
    {
        var calls = Task.Run(() => Call(Operations[name], milliseconds: 1500));
        while (!calls.IsCompleted)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }

        Assert.True(await calls > 0);
    }

    [Fact]
    public void Softplus_is_the_logarithm_of_one_and_the_exponential()
    {
        using var x = tensor([-30.0, -1, 0, 2, 19, 21, 800]);
        using var y = x.Softplus();
        Assert.Equal([9.357622968839299e-14, 0.3132616875182228, 0.6931471805599453, 2.1269280110429727, 19.000000005602796, 21, 800], y.data<double>(), (a, b) => Math.Abs(a - b) <= 1e-15 * Math.Max(1, a));
    }

    private static long Call(Func<Tensor, Tensor, Tensor> operation, long milliseconds)
    {
        var until = Environment.TickCount64 + milliseconds; // from here on: a busy machine begins late
        using var x = zeros(8);
        using var y = ones(8);
        var calls = 0L;
        for (; Environment.TickCount64 < until; calls++)
        {
            var result = operation(x, y);
            if (!ReferenceEquals(result, x))
            {
                result.Dispose();
            }
        }

        return calls;
    }
}
