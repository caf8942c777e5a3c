namespace BigBiGan.Training.Data.Images;

/// <summary>
/// Along one axis, which samples of the source each sample of the result is made of, and by what weights: bicubic (Keys, a = -1/2), with a kernel that
/// widens with the reduction, so that nothing aliases, as PIL's BICUBIC has it; or one that does not, as TensorFlow's resize_bicubic had it.
/// </summary>
internal sealed class ResamplingTaps
{
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly float[] _weights;
    private readonly int _most;

    /// <param name="from">Where the part that is resampled begins, in samples from the source's first one on.</param>
    /// <param name="length">Of that part, in samples; both may be fractions.</param>
    /// <param name="samples">How many the source has: what lies outside counts nothing.</param>
    /// <param name="size">Samples of the result.</param>
    /// <param name="antialias">Whether the kernel widens.</param>
    public ResamplingTaps(double from, double length, int samples, int size, bool antialias = true)
    {
        _most = Most(antialias ? length : size, size);
        (_first, _count, _weights) = (new int[size], new int[size], new float[size * _most]);
        var exact = _most <= 512 ? stackalloc double[_most] : new double[_most];
        for (var i = 0; i < size; i++)
        {
            _count[i] = Exact(from, length, samples, size, i, exact, out _first[i], antialias);
            for (var j = 0; j < _count[i]; j++)
            {
                _weights[(i * _most) + j] = (float)exact[j];
            }
        }
    }

    /// <summary>Samples of the result.</summary>
    public int Size => _first.Length;

    /// <summary>The first sample that counts for one of the result, and the weights from it on.</summary>
    public ReadOnlySpan<float> Of(int index, out int first)
    {
        first = _first[index];
        return _weights.AsSpan(index * _most, _count[index]);
    }

    /// <summary>How many weights a sample of the result has at most.</summary>
    public static int Most(double length, int size) => (int)Math.Ceiling(4 * Math.Max(length / size, 1)) + 2;

    /// <summary>The weights of one sample of the result, whose sum is 1.</summary>
    /// <param name="index">Of the sample.</param>
    /// <param name="weights">At least <see cref="Most"/>.</param>
    /// <param name="first">The first sample of the source that counts.</param>
    /// <param name="antialias">Whether the kernel widens.</param>
    /// <returns>How many weights there are.</returns>
    public static int Exact(double from, double length, int samples, int size, int index, Span<double> weights, out int first, bool antialias = true)
    {
        var ratio = length / size;
        var stretch = antialias ? Math.Max(ratio, 1) : 1;
        var centre = from + ((index + 0.5) * ratio);
        first = Math.Max(0, (int)(centre - (2 * stretch) + 0.5));
        var count = Math.Min(samples, (int)(centre + (2 * stretch) + 0.5)) - first;
        double sum = 0;
        for (var j = 0; j < count; j++)
        {
            weights[j] = Cubic((first + j + 0.5 - centre) / stretch);
            sum += weights[j];
        }

        for (var j = 0; j < count; j++)
        {
            weights[j] /= sum;
        }

        return count;
    }

    private static double Cubic(double t) => Math.Abs(t) switch
    {
        < 1 and var a => (((1.5 * a) - 2.5) * a * a) + 1,
        < 2 and var a => (((((-0.5 * a) + 2.5) * a) - 4) * a) + 2,
        _ => 0,
    };
}
