using BigBiGan.Dsl.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Kernels;

/// <summary>A kernel that is wrong on purpose is found, whatever is wrong with it, and one that is right is not blamed.</summary>
public sealed class KernelProofTests : IDisposable
{
    private const string Variable = "BIGBIGAN_KERNEL_FAULT";

    private static readonly ConvolutionKernel Three = new(4, 5, 7, 6, 6, 3, 1, false, true, false, true, true, ScalarType.Float32, DeviceType.CPU, 1);

    private static readonly ProductKernel Rows = new(null, 8, 33, 12, false, true, true, true, ScalarType.Float32, DeviceType.CPU, 1);

    public static TheoryData<string, KernelForm> Forms
    {
        get
        {
            var rows = new TheoryData<string, KernelForm>();
            foreach (var (name, kernel) in Kernels)
            {
                foreach (var form in kernel.Forms)
                {
                    rows.Add(name, form);
                }
            }

            return rows;
        }
    }

    private static Dictionary<string, Kernel> Kernels { get; } = new()
    {
        ["3x3"] = Three,
        ["3x3 contiguous"] = Three with { ChannelsLast = false },
        ["3x3 stride 2"] = Three with { Stride = 2, Bias = false },
        ["1x1"] = Three with { Size = 1 },
        ["1x1 stride 2"] = Three with { Size = 1, Stride = 2, Input = 20 },
        ["4x4 stride 2"] = Three with { Size = 4, Stride = 2, WeightLast = true },
        ["4x4 transposed"] = Three with { Size = 4, Stride = 2, Transposed = true, WeightLast = true },
        ["7x7 stride 2"] = Three with { Size = 7, Stride = 2 },
        ["3x3 one channel"] = Three with { Input = 1 },
        ["3x3 forward"] = Three with { Gradients = false },
        ["3x3 bfloat16"] = Three with { Type = ScalarType.BFloat16 },
        ["4x4 transposed bfloat16"] = Three with { Size = 4, Stride = 2, Transposed = true, Type = ScalarType.BFloat16 },
        ["product"] = Rows,
        ["product of bfloat16"] = Rows with { Type = ScalarType.BFloat16 },
        ["batched product"] = Rows with { Batch = 3, Bias = false, FirstTurned = true, SecondTurned = false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_the_same_algebra_forward_and_backward(string kernel, KernelForm form)
    {
        var errors = Kernels[kernel].Compare(form, timed: false);
        Assert.Null(errors.Fault(KernelErrors.Bound(Kernels[kernel].Type, DeviceType.CPU)));
    }

    [Theory]
    [InlineData("kind=off;part=output", "the output is off by 0.01 of its range")]
    [InlineData("kind=off;part=input", "the gradient of x is off by 0.01 of its range")]
    [InlineData("kind=off;part=weight", "the gradient of the weight is off by 0.01 of its range")]
    [InlineData("kind=nan;part=output", "the output is not a number")]
    [InlineData("kind=nan;part=input", "the gradient of x is not a number")]
    [InlineData("kind=crash", "it kills the process (SIGABRT)")]
    public void A_wrong_kernel_is_found(string fault, string expected)
    {
        Assert.StartsWith(expected, Try(Three, fault));
        Assert.StartsWith(expected, Try(Rows, fault));
    }

    [Fact]
    public void A_kernel_that_does_not_end_is_given_up() => Assert.StartsWith("it does not end within 20 s", Try(Three, "kind=hang"));

    [Fact]
    public void A_kernel_that_is_wrong_at_one_batch_alone_is_found_there_and_not_elsewhere()
    {
        const string Fault = "kind=off;family=3x3;sizes=batch 16";
        Assert.NotNull(Try(Three with { Batch = 16 }, Fault));
        Assert.Null(Try(Three with { Batch = 15 }, Fault));
        Assert.Null(Try(Three with { Batch = 16, Size = 1 }, Fault));
    }

    [Fact]
    public void A_worker_that_a_kernel_killed_is_started_again()
    {
        Environment.SetEnvironmentVariable(Variable, "kind=crash;sizes=batch 16");
        using var prover = new KernelProver(ProvenKernels.Worker!);
        Assert.NotNull(Fault(prover, Three with { Batch = 16 }));
        Assert.Null(Fault(prover, Three with { Batch = 15 }));
    }

    [Theory]
    [InlineData("ONEDNN_VERBOSE")]
    [InlineData("DNNL_VERBOSE")]
    public void What_oneDNN_is_told_to_say_does_not_stand_among_the_answers_of_a_worker(string variable)
    {
        Environment.SetEnvironmentVariable(variable, "1");
        try
        {
            Assert.Null(Try(Three, ""));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void A_verdict_reads_as_one_line_with_what_is_wrong_where_and_at_what_cost() => Assert.Equal(
        "3x3 convolution, float32: 5 to 7 channels at 6x6, batch 4, bias, with gradients, 1 thread: the output is off by 0.4 of its range; computed without oneDNN instead, 1.7 times the time",
        new KernelVerdict(Three, KernelForm.Plain, "the output is off by 0.4 of its range", null, 1.7).ToString());

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    private static string? Try(Kernel kernel, string fault)
    {
        Environment.SetEnvironmentVariable(Variable, fault);
        using var prover = new KernelProver(ProvenKernels.Worker!);
        return Fault(prover, kernel);
    }

    private static string? Fault(KernelProver prover, Kernel kernel)
    {
        var attempt = prover.Try(new KernelRequest(kernel, KernelForm.Native, Timed: false));
        Assert.True(attempt.Conclusive);
        return attempt.Errors is { } errors ? errors.Fault(KernelErrors.Bound(kernel.Type, kernel.Device)) : attempt.Fault;
    }
}
