using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Files;

/// <summary>
/// All that a pickle of ours may name. Nothing here runs code of the file: a name stands for one of the few functions below, and
/// every other name is refused.
/// </summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, ScalarType> Storages = new()
    {
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
    };

    private static readonly Dictionary<string, Func<object?[], object?>> Functions = new()
    {
        ["collections.OrderedDict"] = arguments => arguments is [] ? new PickledDictionary() : null,
        ["torch._utils._rebuild_tensor_v2"] = Tensor,
        ["torch._utils._rebuild_parameter"] = arguments => arguments is [PickledTensor data, ..] ? data : null,
    };

    /// <exception cref="InvalidDataException">The name is none of the known ones.</exception>
    public static PickledGlobal Find(string name) => Storages.ContainsKey(name) || Functions.ContainsKey(name)
        ? new PickledGlobal(name)
        : throw new InvalidDataException(
            $"the pickle asks for `{name}`, which is refused: "
            + "a state dict needs only tensors and dictionaries; do not open this file in Python if you do not trust its source");

    /// <exception cref="InvalidDataException">It is not a function, or its arguments are not those that PyTorch writes.</exception>
    public static object Call(object? callable, object? arguments) =>
        callable is PickledGlobal global && Functions.TryGetValue(global.Name, out var function) && arguments is object?[] values
            ? function(values) ?? throw new InvalidDataException($"the pickle calls `{global.Name}` with other arguments than PyTorch writes")
            : throw new InvalidDataException("the pickle calls something that is not a known function");

    /// <param name="id">('storage', class, key, place, count), before PyTorch 1.6 with a None behind, where older versions had parts of storages.</param>
    /// <exception cref="InvalidDataException">It is not a storage.</exception>
    public static PickledStorage Storage(object? id) =>
        id is object?[] and ["storage", PickledGlobal type, string key, string, long count, .. var part] && part is [] or [null]
            && count >= 0 && Storages.TryGetValue(type.Name, out var element)
            ? new PickledStorage(element, key, count)
            : throw new InvalidDataException("the pickle refers to something outside that is not a storage of numbers");

    /// <summary>(storage, offset, shape, strides, requires_grad, hooks, ...)</summary>
    private static PickledTensor? Tensor(object?[] arguments) =>
        arguments is [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]
            && shape.Length == strides.Length
            && shape.Concat(strides).All(size => size is long)
            ? new PickledTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()])
            : null;
}
