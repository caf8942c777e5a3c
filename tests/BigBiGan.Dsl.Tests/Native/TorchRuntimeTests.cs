using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.Native;

public class TorchRuntimeTests
{
    [Fact]
    public void A_tensor_can_be_made_after_Initialize()
    {
        TorchRuntime.Initialize();
        using var two = ones(2).sum();
        Assert.Equal(2, two.item<float>());
    }
}
