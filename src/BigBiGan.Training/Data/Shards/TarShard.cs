using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Index;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Shards;

/// <summary>
/// The pictures of a tar archive. As WebDataset writes them, members that are alike up to the first dot of their name are a sample, whose class stands in
/// <c>.cls</c>, <c>.txt</c> or the <c>label</c> of <c>.json</c>; without such members a picture is of the class that its folder is named after. An archive
/// in the archive is a class, as in ILSVRC2012_img_train.tar.
/// </summary>
internal sealed class TarShard(string path) : IShard
{
    public static readonly ShardKind Kind = new([Archive], "archives", $"{ImageFile.EndingsText} files", path => new TarShard(path));

    private const string Archive = ".tar";
    private const int LongestLabel = 1 << 20;

    private readonly List<FoundPicture> _found = [];
    private long _end;
    private Sample? _sample;

    public ShardFacts Facts { get; } = new(null, null, null, null);

    /// <exception cref="DataSourceException">The archive is damaged, or a sample is none; the message says which.</exception>
    public IEnumerable<FoundPicture> Pictures(Stream aside)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            CheckHead(file, path);
            _end = file.Length;
            ReadMembers(file, 0, null);
            return _found;
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new DataSourceException($"{path}: damaged after {_found.Count} pictures: {problem.Message} Fetch the file again.", problem);
        }
    }

    public void Dispose()
    {
    }

    private static void CheckHead(FileStream file, string path)
    {
        Span<byte> head = stackalloc byte[6];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var packed = head[..read] switch
        {
            [0x1F, 0x8B, ..] => "gzip",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "zstd",
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "bzip2",
            [0xFD, (byte)'7', (byte)'z', ..] => "xz",
            _ => null,
        };
        if (packed is not null)
        {
            throw new DataSourceException(
                $"{path}: compressed by {packed}, so that no picture in it can be had by itself. Unpack it to a .tar, and give that.");
        }
    }

    /// <param name="start">Where the archive begins in the file.</param>
    /// <param name="className">Of all pictures in it; null where each says its own.</param>
    private void ReadMembers(Stream stream, long start, string? className)
    {
        using var archive = new TarReader(stream, leaveOpen: true);
        while (archive.GetNextEntry() is { } member)
        {
            var name = Path.GetFileName(member.Name);
            if (member.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile) || name.StartsWith('.'))
            {
                continue;
            }

            var position = start + member.DataOffset;
            if (position + member.Length > _end)
            {
                throw new EndOfStreamException($"{member.Name} should end at byte {position + member.Length}, and the file has {_end}.");
            }

            if (name.EndsWith(Archive, StringComparison.OrdinalIgnoreCase) && member.DataStream is { } inner)
            {
                Flush(className);
                ReadMembers(inner, position, Path.GetFileNameWithoutExtension(name));
            }
            else
            {
                Add(member, name, position, className);
            }
        }

        Flush(className);
    }

    private void Add(TarEntry member, string name, long position, string? className)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var key = dot < 0 ? member.Name : member.Name[..^(name.Length - dot)];
        if (_sample?.Key != key)
        {
            Flush(className);
            _sample = new Sample(key);
        }

        var ending = Path.GetExtension(name).ToLowerInvariant();
        if (ImageFile.Endings.Contains(ending))
        {
            if (_sample.Length is not null)
            {
                throw new DataSourceException($"{path}: {key} has two pictures ({ending} is the second); expected one for each sample.");
            }

            (_sample.Position, _sample.Length) = (position, checked((int)member.Length));
        }
        else if (ending is ".cls" or ".txt" or ".json")
        {
            _sample.Class ??= Label(member, ending);
        }
    }

    private static string? Label(TarEntry member, string ending)
    {
        if (member.Length > LongestLabel || member.DataStream is not { } stream)
        {
            return null;
        }

        using var text = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        if (ending != ".json")
        {
            return text.ReadToEnd().Trim();
        }

        using var json = JsonDocument.Parse(text.ReadToEnd());
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("label", out var label) ? label.ToString() : null;
    }

    private void Flush(string? className)
    {
        if (_sample is { Length: { } length } sample)
        {
            var folder = Path.GetDirectoryName(sample.Key)?.TrimStart('.', '/') ?? "";
            _found.Add(new FoundPicture(sample.Key, className ?? sample.Class ?? folder, sample.Position, length));
        }

        _sample = null;
    }

    private sealed record Sample(string Key)
    {
        public long Position { get; set; }

        public int? Length { get; set; }

        public string? Class { get; set; }
    }
}
