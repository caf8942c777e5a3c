using System.Collections;

namespace BigBiGan.Training.Data.Index;

/// <summary>The paths of a folder's pictures, each made when it is asked for.</summary>
/// <param name="index">Of a folder.</param>
/// <param name="first">Of its pictures.</param>
internal sealed class IndexedPaths(PictureIndex index, int first, int count) : IReadOnlyList<string>
{
    public int Count => count;

    public string this[int at] => at >= 0 && at < count
        ? index.Locate(index.Records[first + at]).File.Path
        : throw new ArgumentOutOfRangeException(nameof(at), at, $"expected 0 to {count - 1}");

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
