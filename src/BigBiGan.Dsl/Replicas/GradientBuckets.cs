using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Replicas;

/// <summary>
/// The gradients that a backward pass makes, in the buckets in which they are averaged while it makes others: from the last parameter to the first,
/// about as the pass comes to them. All replicas have the same buckets and begin them in the same order, whichever gradient comes first.
/// </summary>
/// <param name="parameters">Of the networks that the pass trains, in their order; none has a gradient yet.</param>
/// <param name="bytes">After which a bucket is full.</param>
internal sealed class GradientBuckets(IReadOnlyList<Tensor> parameters, long bytes)
{
    private readonly Tensor[] _gradients = new Tensor[parameters.Count];
    private readonly long[] _versions = new long[parameters.Count];
    private int _given = parameters.Count; // from here on they were given out
    private int _came = parameters.Count; // and from here on they are there
    private long _size;

    /// <summary>The gradients of the next bucket; null until all of them are there, and where no other is full.</summary>
    public IReadOnlyList<Tensor>? Next()
    {
        // autograd gives a parameter its gradient once, when all parts of it are added up; to look costs a call, so that the first that is missing ends it
        while (_came > 0 && parameters[_came - 1].grad is { } gradient)
        {
            _came--;
            (_gradients[_came], _versions[_came]) = (gradient.DetachFromDisposeScope(), TensorVersion.Of(gradient));
            _size += gradient.numel() * gradient.element_size();
            if (_size >= bytes || (_came > 0 && parameters[_came - 1].dtype != gradient.dtype))
            {
                var bucket = _gradients[_came.._given];
                (_given, _size) = (_came, 0);
                return bucket;
            }
        }

        return null;
    }

    /// <summary>What is left to average.</summary>
    /// <param name="tensors">The gradients of all parameters, and others after them.</param>
    /// <exception cref="InvalidOperationException">
    /// Something was added to a gradient after it had been given out: by a layer that calls backward() within a backward pass.
    /// </exception>
    public IEnumerable<Tensor> Rest(IReadOnlyList<Tensor> tensors)
    {
        for (var i = _given; i < parameters.Count; i++)
        {
            if (DataPointer.Of(tensors[i]) != DataPointer.Of(_gradients[i]) || TensorVersion.Of(tensors[i]) != _versions[i])
            {
                throw new InvalidOperationException(
                    $"The gradient of parameter {i} [{string.Join(", ", parameters[i].shape)}] was added to after it had been sent to other replicas: "
                    + "a layer calls backward() within a backward pass, where it is to return its gradients.");
            }
        }

        return tensors.Where((_, i) => i < _given || i >= parameters.Count);
    }

    /// <summary>Nobody needs the gradients any more that were given out.</summary>
    public void Release()
    {
        foreach (var gradient in _gradients.AsSpan(_came))
        {
            gradient.Dispose();
        }
    }
}
