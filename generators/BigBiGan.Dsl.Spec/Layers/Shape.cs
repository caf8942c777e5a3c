namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>A tensor's shape without the batch: <c>[features]</c> or <c>[C, H, W]</c>.</summary>
public readonly record struct Shape(int Channels, int Height, int Width)
{
    public static Shape Features(int count) => new(count, 0, 0);

    public static Shape Image(int channels, int size) => new(channels, size, size);

    public bool IsFeatures => Height == 0;

    public long Elements => IsFeatures ? Channels : (long)Channels * Height * Width;

    /// <summary>With the batch, as the field writes it: <c>[N, 96, 64, 64]</c>.</summary>
    public override string ToString() => IsFeatures ? $"[N, {Channels}]" : $"[N, {Channels}, {Height}, {Width}]";
}
