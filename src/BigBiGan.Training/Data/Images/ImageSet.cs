using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BigBiGan.Dsl.Randomness;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Text;
using static TorchSharp.torch;

namespace BigBiGan.Training.Data.Images;

/// <summary>Labelled square images: all in memory, or read where they lie whenever one is asked for.</summary>
public sealed class ImageSet
{
    /// <summary>The name of the only class of images that have none.</summary>
    internal const string OneClass = "images";

    /// <summary>Images that are decoded side by side before their pixels are hashed.</summary>
    private const int HashedAtOnce = 64;

    private readonly Lazy<string> _identity;

    /// <param name="name">The name in protocols: <c>fashion-mini</c>, or a folder's own name.</param>
    /// <param name="split"><c>train</c> or <c>test</c>.</param>
    /// <param name="colours">1 or 3.</param>
    /// <param name="pixels">[N, C, H, W]</param>
    /// <param name="labels">Indices into <paramref name="classNames"/>. [N]</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the labels need.</exception>
    public ImageSet(string name, string split, int size, int colours, byte[] pixels, int[] labels, IReadOnlyList<string> classNames)
        : this(name, split, size, colours, new MemoryPixels(pixels, new PictureShape(size, colours)), labels, classNames)
    {
        if (pixels.LongLength != (long)labels.Length * ImageBytes)
        {
            throw new ArgumentException(
                $"{labels.Length} labels need {(long)labels.Length * ImageBytes} bytes of {colours}x{size}x{size} images; found {pixels.LongLength}.",
                nameof(pixels));
        }
    }

    /// <param name="identity">Of images that would have to be decoded to hash their pixels; null for the hash of the pixels.</param>
    internal ImageSet(
        string name, string split, int size, int colours, IPixels pixels, int[] labels, IReadOnlyList<string> classNames, Func<string>? identity = null)
    {
        Name = name;
        Split = split;
        Size = size;
        Colours = colours;
        Labels = labels;
        ClassNames = classNames;
        ClassTitles = classNames;
        Pixels = pixels;
        _identity = new Lazy<string>(identity ?? (() => PixelHash(() => { })));
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

    /// <summary>What people call the classes, where that is known; else their names. No part of the identity.</summary>
    public IReadOnlyList<string> ClassTitles { get; init; }

    /// <summary>The path of each image, as it was opened; null where the images are not files of their own. [N]</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>
    /// SHA-256 of the size, the class names, the labels and every pixel, or of the names and lengths of the files instead of the pixels where the images
    /// are not in memory. Lower-case hex.
    /// </summary>
    public string Identity => _identity.Value;

    internal IPixels Pixels { get; }

    /// <summary>Whether all images are in memory; else each is decoded whenever it is read.</summary>
    public bool IsInMemory => Pixels.IsInMemory;

    /// <summary>[C, H, W]</summary>
    /// <exception cref="DataSourceException">The image cannot be read, or cannot be read any more.</exception>
    public byte[] Image(int index)
    {
        var image = new byte[ImageBytes];
        Read(index, PictureFrame.Centre, image);
        return image;
    }

    /// <param name="result">[C, H, W]</param>
    /// <exception cref="DataSourceException">The image cannot be read, or cannot be read any more.</exception>
    internal void Read(int index, PictureFrame frame, Span<byte> result) => Pixels.Read(index, frame, result);

    /// <summary>Some images spread evenly over all of them, as a folder's stand in class order. [count, C, H, W] in [-1, 1]</summary>
    /// <param name="count">At most as many as there are.</param>
    public Tensor Spread(int count, Device? device = null)
    {
        using var scope = NewDisposeScope();
        return cat([.. Enumerable.Range(0, count).Select(i => ToTensor((int)((long)i * Count / count), 1, device))]).MoveToOuterDisposeScope();
    }

    /// <summary>The images from <paramref name="first"/> on, in stored order. [count, C, H, W] in [-1, 1]</summary>
    public Tensor ToTensor(int first, int count, Device? device = null)
    {
        var values = new float[count * ImageBytes];
        AllCores.Each(count, i =>
        {
            var image = ArrayPool<byte>.Shared.Rent(ImageBytes);
            Read(first + i, PictureFrame.Centre, image.AsSpan(0, ImageBytes));
            PixelScale.ToFloats(image.AsSpan(0, ImageBytes), values.AsSpan(i * ImageBytes, ImageBytes));
            ArrayPool<byte>.Shared.Return(image);
        });
        return tensor(values, [count, Colours, Size, Size], device: device);
    }

    /// <summary>The same images, decoded; crops are still cut from the originals.</summary>
    /// <param name="pixels">[N, C, H, W]</param>
    internal ImageSet InMemory(byte[] pixels) => With(new MemoryPixels(pixels, new PictureShape(Size, Colours), Pixels));

    /// <summary>The same images, of which as many stay in memory as fit once they were read.</summary>
    internal ImageSet Cached(CachedPixels pixels) => With(pixels, () => Identity);

    /// <summary>The same images, whose classes people call something else.</summary>
    internal ImageSet Titled(IReadOnlyList<string> titles) => With(Pixels, () => Identity, titles: titles);

    /// <summary>
    /// So many of the images, or all where there are no more, in an order drawn by counter for a purpose. Never in stored order: a
    /// folder's images are stored class by class, so that a part of them would be a part of the classes.
    /// </summary>
    public ImageSet Sample(int count, string purpose) =>
        Pick(new CounterRandom(0, purpose).Permutation(Count)[..Math.Min(count, Count)]);

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

        var reduced = new ReducedPixels(Pixels, Size, size, Colours);
        return IsInMemory
            ? With(new MemoryPixels(Decoded(reduced, Colours * size * size), new PictureShape(size, Colours)), size: size)
            : With(reduced, () => TextHash.Of($"{Identity} {size}"), size);
    }

    /// <summary>As many images of the same names, labels and files.</summary>
    /// <param name="identity">Null for the hash of the pixels.</param>
    /// <param name="size">Null for this one's.</param>
    /// <param name="titles">Null for these.</param>
    private ImageSet With(IPixels pixels, Func<string>? identity = null, int? size = null, IReadOnlyList<string>? titles = null) =>
        new(Name, Split, size ?? Size, Colours, pixels, Labels, ClassNames, identity) { Files = Files, ClassTitles = titles ?? ClassTitles };

    /// <summary>All images, one after the other.</summary>
    /// <param name="length">Of one, in bytes.</param>
    private static byte[] Decoded(IPixels pixels, int length)
    {
        var all = new byte[(long)pixels.Count * length];
        AllCores.Each(pixels.Count, i => pixels.Read(i, PictureFrame.Centre, all.AsSpan(i * length, length)));
        return all;
    }

    /// <param name="indices">Which images, in their order.</param>
    /// <param name="identity">Null for the hash of their pixels.</param>
    internal ImageSet Pick(int[] indices, Func<string>? identity = null) =>
        new(Name, Split, Size, Colours, new SelectedPixels(Pixels, indices), Array.ConvertAll(indices, i => Labels[i]), ClassNames, identity)
        {
            Files = Files is null ? null : Array.ConvertAll(indices, i => Files[i]),
            ClassTitles = ClassTitles,
        };

    /// <summary>The first half of each image's SHA-256: no two different images have met in it.</summary>
    private UInt128[] Hashes()
    {
        var hashes = new UInt128[Count];
        AllCores.Each(Count, i =>
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Image(i), hash);
            hashes[i] = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        });
        return hashes;
    }

    /// <summary>SHA-256 of the size, the class names, the labels and every pixel. Lower-case hex.</summary>
    /// <param name="done">Is called for each image.</param>
    internal string PixelHash(Action done)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"images {Count} {Colours} {Size}\n{string.Join('\n', ClassNames)}\n"));
        var labels = new byte[4 * Count];
        for (var i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(labels.AsSpan(4 * i), Labels[i]);
        }

        hash.AppendData(labels);
        var images = new byte[HashedAtOnce * ImageBytes];
        for (var first = 0; first < Count; first += HashedAtOnce)
        {
            var count = Math.Min(HashedAtOnce, Count - first);
            AllCores.Each(count, i =>
            {
                Read(first + i, PictureFrame.Centre, images.AsSpan(i * ImageBytes, ImageBytes));
                done();
            });
            hash.AppendData(images, 0, count * ImageBytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
