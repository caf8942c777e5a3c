using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Native;

public class NativeWarningsTests
{
    [Fact]
    public void A_warning_that_libtorch_gives_at_every_call_is_shown_once()
    {
        TorchRuntime.Initialize();
        NativeWarnings.ShowOnce(); // this thread's
        var before = NativeWarnings.Count;
        using var one = ones(1);
        for (var i = 0; i < 3; i++)
        {
            using var deviation = one.std(); // "degrees of freedom is <= 0"
        }

        Assert.Equal(before + 1, NativeWarnings.Count);
    }
}
