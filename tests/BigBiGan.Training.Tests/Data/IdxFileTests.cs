using System.IO.Compression;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Tests.Data;

public class IdxFileTests
{
    private static readonly byte[] TwoByThree = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    [Fact]
    public void Plain_and_gzipped_files_read_alike()
    {
        foreach (var bytes in new[] { TwoByThree, Gzip(TwoByThree) })
        {
            var file = IdxFile.Read(new MemoryStream(bytes), "f", rank: 2);
            Assert.Equal([2, 3], file.Dimensions);
            Assert.Equal([1, 2, 3, 4, 5, 6], file.Values);
        }
    }

    [Fact]
    public void Another_rank_or_kind_of_file_is_refused() => Check(
        [0, 0, 8, 1, 0, 0, 0, 1, 7],
        "f: not an IDX file of unsigned bytes with 2 dimensions: expected it to begin with 00000802, found 00000801.");

    [Fact]
    public void A_file_shorter_than_its_magic_is_refused() => Check(
        [0, 0], "f: not an IDX file of unsigned bytes with 2 dimensions: expected it to begin with 00000802, found 2 bytes.");

    [Fact]
    public void A_truncated_header_is_named() => Check(
        TwoByThree[..9], "f: truncated: expected 12 bytes of header, found 9. Fetch the file again.");

    [Fact]
    public void Truncated_values_are_named() => Check(
        TwoByThree[..^2], "f: truncated: expected 6 bytes after the header (2x3), found 4. Fetch the file again.");

    [Fact]
    public void Surplus_values_are_named() => Check(
        [.. TwoByThree, 9], "f: too long: expected 6 bytes after the header (2x3), found 7. Fetch the file again.");

    [Fact]
    public void A_dimension_of_zero_is_refused() => Check(
        [0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3], "f: dimension 1 is 0; expected at least 1.");

    [Fact]
    public void Truncated_gzip_data_are_named()
    {
        byte[] noise = [0, 0, 8, 2, 0, 0, 0, 100, 0, 0, 1, 0xF4, .. Enumerable.Range(0, 50_000).Select(i => (byte)(i * i / 7))];
        var problem = Assert.Throws<DataSourceException>(() => IdxFile.Read(new MemoryStream(Gzip(noise)[..^1000]), "f.gz", rank: 2));
        Assert.Matches(@"^f\.gz: truncated gzip data: expected 50000 bytes after the header \(100x500\), found \d+\. Fetch the file again\.$", problem.Message);
    }

    [Fact]
    public void Several_gzip_members_and_padding_are_read_as_gzip_reads_them()
    {
        byte[] members = [.. Gzip(TwoByThree[..7]), .. Gzip(TwoByThree[7..])];
        foreach (var bytes in new byte[][] { members, [.. members, .. new byte[512]], [.. Gzip(TwoByThree), .. new byte[512]] })
        {
            Assert.Equal([1, 2, 3, 4, 5, 6], IdxFile.Read(new MemoryStream(bytes), "f.gz", rank: 2).Values);
        }
    }

    [Fact]
    public void Damaged_gzip_data_are_named()
    {
        var packed = Gzip([.. TwoByThree[..12], .. "the sum of the bytes is known"u8]);
        packed[^6] ^= 1; // in the checksum
        Assert.StartsWith("f.gz: damaged gzip data after ", Assert.Throws<DataSourceException>(() => IdxFile.Read(new MemoryStream(packed), "f.gz", rank: 2)).Message);
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        using var folder = new TemporaryFolder();
        NamedPipe.Make(folder["train.gz"]);
        Assert.StartsWith($"{folder["train.gz"]}: empty, or no regular file", Assert.Throws<DataSourceException>(() => IdxFile.Read(folder["train.gz"], rank: 3)).Message);
    }

    private static void Check(byte[] bytes, string message) =>
        Assert.Equal(message, Assert.Throws<DataSourceException>(() => IdxFile.Read(new MemoryStream(bytes), "f", rank: 2)).Message);

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
