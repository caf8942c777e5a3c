using TorchSharp;
using TorchSharp.Modules;
using Network = BigBiGan.Dsl.Layers.Network;

namespace BigBiGan.Training.Tests.Optimisers;

/// <summary>Parameters of several shapes; their values come from the caller.</summary>
internal sealed class TwoLayers : Network
{
    public TwoLayers()
        : base("two")
    {
        First = Register("first", torch.nn.Linear(5, 3));
        Second = Register("second", torch.nn.Linear(3, 1, hasBias: false));
    }

    public Linear First { get; }

    public Linear Second { get; }

    /// <summary>w2 tanh(W1 x + b1), summed.</summary>
    public torch.Tensor Loss(torch.Tensor x) => Second.forward(First.forward(x).tanh()).square().sum();
}
