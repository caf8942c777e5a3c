using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Randomness;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data.Images;

/// <summary>Labelled square images in memory, one byte per value.</summary>
public sealed class ImageSet
{
    private readonly byte[] _pixels;
    private readonly Lazy<string> _identity;

    /// <param name="name">The name in protocols: <c>fashion-mini</c>, or a folder's own name.</param>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="colours">1 or 3.</param>
    /// <param name="pixels">[N, C, H, W]</param>
    /// <param name="labels">Indices into <paramref name="classNames"/>. [N]</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the labels need.</exception>
    public ImageSet(string name, string split, int size, int colours, byte[] pixels, int[] labels, IReadOnlyList<string> classNames)
    {
        Name = name;
        Split = split;
        Size = size;
        Colours = colours;
        Labels = labels;
        ClassNames = classNames;
        _pixels = pixels;
        if (pixels.LongLength != (long)labels.Length * ImageBytes)
        {
            throw new ArgumentException(
                $"{labels.Length} labels need {(long)labels.Length * ImageBytes} bytes of {colours}x{size}x{size} images; found {pixels.LongLength}.",
                nameof(pixels));
        }

        _identity = new Lazy<string>(Hash);
    }

    public string Name { get; }

    public string Split { get; }

    public int Count => Labels.Length;

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; }

    public int Colours { get; }

    /// <summary>C * H * W.</summary>
    public int ImageBytes => Colours * Size * Size;

    public int[] Labels { get; }

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The path of each image, as it was opened; null where the images are not files of their own. [N]</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>SHA-256 of the size, the class names, the labels and every pixel, in lower-case hex.</summary>
    public string Identity => _identity.Value;

    /// <summary>[C, H, W]</summary>
    public ReadOnlySpan<byte> Image(int index) => _pixels.AsSpan(index * ImageBytes, ImageBytes);

    /// <summary>The images from <paramref name="first"/> on, in stored order. [count, C, H, W] in [-1, 1]</summary>
    public Tensor ToTensor(int first, int count, Device? device = null)
    {
        var values = new float[count * ImageBytes];
        PixelScale.ToFloats(_pixels.AsSpan(first * ImageBytes, values.Length), values);
        return tensor(values, [count, Colours, Size, Size], device: device);
    }

    /// <summary>
    /// So many of the images, or all where there are no more, in an order drawn by counter for a purpose. Never in stored order: a
    /// folder's images are stored class by class, so that a part of them would be a part of the classes.
    /// </summary>
    public ImageSet Sample(int count, string purpose) =>
        Pick(new CounterRandom(0, purpose).Permutation(Count).AsSpan(0, Math.Min(count, Count)));

    /// <summary>Neighbouring images in stored order: for a set that is in no order of classes, such as a <see cref="Sample"/>.</summary>
    public ImageSet Part(int first, int count) => Pick([.. Enumerable.Range(first, count)]);

    /// <summary>How many of these images are among others of the same size and colours, byte for byte.</summary>
    public int CountIn(ImageSet others)
    {
        var known = others.Hashes().ToHashSet();
        return Hashes().Count(known.Contains);
    }

    /// <summary>The images at a smaller size by averaging squares, as D reads the images of a larger E.</summary>
    /// <param name="size">A divisor of <see cref="Size"/>.</param>
    /// <exception cref="ArgumentException">The size is not a divisor.</exception>
    public ImageSet Reduced(int size)
    {
        if (size == Size)
        {
            return this;
        }

        if (Size % size != 0)
        {
            throw new ArgumentException($"Images of {Size} px cannot be averaged down to {size} px; expected a divisor.", nameof(size));
        }

        var small = new byte[(long)Count * Colours * size * size];
        Parallel.For(0, Count * Colours, plane => MeanPool.Reduce(
            _pixels.AsSpan(plane * Size * Size, Size * Size), Size, small.AsSpan(plane * size * size, size * size), size));
        return new ImageSet(Name, Split, size, Colours, small, Labels, ClassNames) { Files = Files };
    }

    private ImageSet Pick(ReadOnlySpan<int> indices)
    {
        var picked = new byte[(long)indices.Length * ImageBytes];
        var labels = new int[indices.Length];
        var files = Files is null ? null : new string[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(picked.AsSpan(i * ImageBytes));
            labels[i] = Labels[indices[i]];
            if (files is not null)
            {
                files[i] = Files![indices[i]];
            }
        }

        return new ImageSet(Name, Split, Size, Colours, picked, labels, ClassNames) { Files = files };
    }

    /// <summary>The first half of each image's SHA-256: no two different images have met in it.</summary>
    private UInt128[] Hashes()
    {
        var hashes = new UInt128[Count];
        Parallel.For(0, Count, i =>
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Image(i), hash);
            hashes[i] = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        });
        return hashes;
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"images {Count} {Colours} {Size}\n{string.Join('\n', ClassNames)}\n"));
        var labels = new byte[4 * Count];
        for (var i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(labels.AsSpan(4 * i), Labels[i]);
        }

        hash.AppendData(labels);
        hash.AppendData(_pixels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
