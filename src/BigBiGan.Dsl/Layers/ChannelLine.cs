using System.Numerics;

namespace BigBiGan.Dsl.Layers;

/// <summary>scale x + shift, with numbers of each channel; where it is rectified, what is below 0 becomes 0.</summary>
internal sealed record ChannelLine<T>(T[] Scale, T[] Shift, bool IsRectified)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Scales and shifts from a channel on, and what values are lifted to: a gradient passes where the line is above it.</summary>
    public (Vector<T> Scale, Vector<T> Shift, Vector<T> Floor) From(int channel) =>
        (new(Scale, channel), new(Shift, channel), IsRectified ? Vector<T>.Zero : new(T.NegativeInfinity));
}
