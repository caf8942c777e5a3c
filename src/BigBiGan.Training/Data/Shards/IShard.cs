using BigBiGan.Training.Data.Index;

namespace BigBiGan.Training.Data.Shards;

/// <summary>A file with pictures, open to be indexed. Its errors are those of files: a <see cref="ShardKind"/> says which file it was.</summary>
internal interface IShard : IDisposable
{
    ShardFacts Facts { get; }

    /// <summary>The pictures in their order in the file.</summary>
    /// <param name="aside">Where their bytes are written, where <see cref="ShardFacts.Aside"/> asks for it: positions are in it then.</param>
    IEnumerable<FoundPicture> Pictures(Stream aside);
}
