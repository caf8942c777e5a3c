using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>A dictionary of a pickle, in its order; also <c>collections.OrderedDict</c>.</summary>
internal sealed class PickledDictionary
{
    public List<(object? Key, object? Value)> Entries { get; } = [];
}

/// <summary>A name of a class or function; only those that <see cref="PickleGlobals"/> lists are ever used.</summary>
internal sealed record PickledGlobal(string Name);

/// <param name="Key">The name of its bytes in the archive.</param>
/// <param name="Count">Elements, not bytes.</param>
internal sealed record PickledStorage(ScalarType Type, string Key, long Count);

/// <param name="Offset">Of the first element, in elements.</param>
/// <param name="Strides">In elements.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides);
