using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Images;

/// <summary>The pixels of a set's images, any of which can be had at any time and from any thread.</summary>
internal interface IPixels
{
    int Count { get; }

    /// <summary>Whether they stand in memory as they are asked for; else each is decoded again whenever it is read.</summary>
    bool IsInMemory { get; }

    /// <summary>Whether reading one takes no decoding, wherever it stands.</summary>
    bool IsDecoded => IsInMemory;

    /// <summary>Whether a crop is cut from what lies elsewhere, so that it has to be decoded, too.</summary>
    bool DecodesCrops => !IsInMemory;

    /// <summary>Reads an image, or the crop of one.</summary>
    /// <param name="result">[C, size, size]</param>
    /// <exception cref="DataSourceException">The image cannot be read, or cannot be read any more.</exception>
    void Read(int index, PictureFrame frame, Span<byte> result);

    /// <summary>The picture that an image is cut from, with its aspect.</summary>
    /// <param name="shape">Whose size the shorter side gets; a smaller picture stays as it is.</param>
    /// <exception cref="DataSourceException">The image cannot be read, or cannot be read any more.</exception>
    PlanarPicture Whole(int index, PictureShape shape);
}
