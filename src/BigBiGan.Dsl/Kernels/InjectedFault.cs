using System.Runtime.InteropServices;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// A wrong kernel on purpose, so that tests see what is said and done about one on a machine that has none (docs/correctness.md).
/// <c>BIGBIGAN_KERNEL_FAULT</c> is a list of <c>key=value</c>: <c>kind</c> (off, nan, crash, hang), <c>part</c> (output, input, weight), and
/// what a kernel's description has to contain (<c>family</c>, <c>sizes</c>): <c>kind=off;part=input;family=3x3;sizes=batch 16</c>.
/// It spoils libtorch's own choice; with <c>forms=all</c> every form.
/// </summary>
internal sealed partial class InjectedFault
{
    private const string Variable = "BIGBIGAN_KERNEL_FAULT";

    private readonly string _kind;
    private readonly string _part;
    private readonly string _family;
    private readonly string _sizes;
    private readonly bool _all;

    private InjectedFault(IReadOnlyDictionary<string, string> words)
    {
        _kind = words.GetValueOrDefault("kind", "off");
        _part = words.GetValueOrDefault("part", "output");
        _family = words.GetValueOrDefault("family", "");
        _sizes = words.GetValueOrDefault("sizes", "");
        _all = words.GetValueOrDefault("forms") == "all";
    }

    /// <summary>Null in every run that is not a test of this.</summary>
    internal static InjectedFault? Current { get; set; } = Read(Environment.GetEnvironmentVariable(Variable));

    /// <summary>What spoils a form; null for none.</summary>
    public static InjectedFault? In(KernelForm form) => Current is { } fault && (form == KernelForm.Native || fault._all) ? fault : null;

    internal static InjectedFault? Read(string? text) => string.IsNullOrEmpty(text)
        ? null
        : new InjectedFault(text.Split(';').Select(word => word.Split('=', 2)).ToDictionary(word => word[0], word => word[1]));

    /// <summary>What the kernel gives with this fault in it.</summary>
    public Tensor Apply(Kernel kernel, Tensor x, Tensor weight, Func<Tensor, Tensor, Tensor> calculate)
    {
        if (!kernel.Family.Contains(_family, StringComparison.Ordinal) || !kernel.Sizes.Contains(_sizes, StringComparison.Ordinal))
        {
            return calculate(x, weight);
        }

        switch (_kind)
        {
            case "crash":
                Abort();
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
        }

        using var scope = NewDisposeScope();
        var y = calculate(_part == "input" ? Spoiled(x) : x, _part == "weight" ? Spoiled(weight) : weight);
        return (_part == "output" ? SpoiledOutput(y) : y).MoveToOuterDisposeScope();
    }

    private double Factor => _kind == "nan" ? double.NaN : 1.01;

    /// <summary>Another number with the same gradient.</summary>
    private Tensor SpoiledOutput(Tensor y) => y.Add(y.detach().Mul(Factor - 1));

    /// <summary>The same number with another gradient: factor x + (1 - factor) of x that counts as a constant.</summary>
    private Tensor Spoiled(Tensor x)
    {
        if (_kind == "nan")
        {
            return x.Mul(1).Add((x - x.detach()).sqrt().Mul(0)); // 0 with the gradient 0 * infinity
        }

        return x.Mul(Factor) - x.detach().Mul(Factor - 1);
    }

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();
}
