namespace BigBiGan.Training.Data.Images;

/// <summary>
/// Along one axis, which samples of the source each sample of the result is made of, and by what weights: bicubic (Keys, a = -1/2), with a kernel that
/// widens with the reduction, so that nothing aliases; the filter that PIL calls BICUBIC.
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
    public ResamplingTaps(double from, double length, int samples, int size)
    {
        var ratio = length / size;
        var stretch = Math.Max(ratio, 1);
        _most = (int)Math.Ceiling(4 * stretch) + 2;
        (_first, _count, _weights) = (new int[size], new int[size], new float[size * _most]);
        Span<double> exact = stackalloc double[Math.Min(_most, 512)];
        exact = _most > exact.Length ? new double[_most] : exact;
        for (var i = 0; i < size; i++)
        {
            var centre = from + ((i + 0.5) * ratio);
            var first = Math.Max(0, (int)(centre - (2 * stretch) + 0.5));
            var end = Math.Min(samples, (int)(centre + (2 * stretch) + 0.5));
            double sum = 0;
            for (var j = first; j < end; j++)
            {
                exact[j - first] = Cubic((j + 0.5 - centre) / stretch);
                sum += exact[j - first];
            }

            (_first[i], _count[i]) = (first, end - first);
            for (var j = 0; j < end - first; j++)
            {
                _weights[(i * _most) + j] = (float)(exact[j] / sum);
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

    private static double Cubic(double t) => Math.Abs(t) switch
    {
        < 1 and var a => (((1.5 * a) - 2.5) * a * a) + 1,
        < 2 and var a => (((((-0.5 * a) + 2.5) * a) - 4) * a) + 2,
        _ => 0,
    };
}
