using BigBiGan.Dsl;
using BigBiGan.Training.Data.Batches;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;
using SkiaSharp;

namespace BigBiGan.Training.Tests.Data;

/// <summary>Folders whose images do not fit into what is kept in memory: 1,400 small pictures, which a variant of 256 px asks for.</summary>
public sealed class LargeFolderTests : IDisposable
{
    private const int Size = 256;
    private const int Count = 1400;

    private readonly PictureFolder _folder = new();

    public LargeFolderTests()
    {
        for (var i = 0; i < Count; i++)
        {
            var shade = i;
            _folder.Picture($"{(i % 2 == 0 ? "even" : "odd")}/{i:0000}.png", 12, 10, (x, y) => new SKColor((byte)(shade + (9 * x)), (byte)(7 * y), (byte)shade));
        }
    }

    [Fact]
    public void They_are_decoded_when_they_are_asked_for_and_are_the_same_images()
    {
        var read = new List<int>();
        var data = DataSource.Load(_folder.Path, Size, 3, progress: (done, _) => read.Add(done));

        Assert.False(data.Train.IsInMemory);
        Assert.Equal("files", data.IdentityOf);
        Assert.Empty(read);
        Assert.Equal((1260, 140), (data.Train.Count, data.Test.Count));

        var small = DataSource.Load(_folder.Path, 8, 3);
        Assert.True(small.Train.IsInMemory);
        Assert.Equal(small.Train.Labels, data.Train.Labels);
        Assert.Equal(small.Train.Files!, data.Train.Files!);
        var held = new ImageSet("held", "train", Size, 3, [.. Enumerable.Range(0, 20).SelectMany(data.Train.Image)], data.Train.Labels[..20], data.Train.ClassNames);
        using var streamed = data.Train.ToTensor(0, 20);
        using var kept = held.ToTensor(0, 20);
        Assert.True(streamed.equal(kept).all().item<bool>());
    }

    [Fact]
    public void Crops_are_cut_from_the_files_by_all_threads_as_by_one()
    {
        var crops = new Augmentation(Flip: true, Shift: 1, new CropFacts(0.2, 0.9, 0.75, 1.3333));
        var reader = new BatchReader(DataSource.Load(_folder.Path, Size, 3).Train, 3, crops);
        using var batch = reader.Draw(100, 12);
        for (var i = 0; i < 12; i++)
        {
            using var alone = reader.Draw(100 + i, 1);
            Assert.True(batch[i].equal(alone[0]).all().item<bool>());
        }

        // in memory at 8 px, a crop still has the detail of the file
        var small = DataSource.Load(_folder.Path, 8, 3).Train;
        using var fromFile = new BatchReader(small, 3, crops).Draw(100, 4);
        using var fromSquare = new BatchReader(Held(small), 3, crops).Draw(100, 4);
        Assert.False(fromFile.equal(fromSquare).all().item<bool>());
    }

    [Fact]
    public void Their_identity_is_that_of_names_lengths_and_labels_wherever_the_folder_lies()
    {
        var identity = DataSource.Load(_folder.Path, Size, 3).Identity;
        var moved = _folder.Path + "-moved";
        Directory.Move(_folder.Path, moved);
        try
        {
            Assert.Equal(identity, DataSource.Load(moved, Size, 3).Identity);
            File.Copy(Path.Combine(moved, "odd/0003.png"), Path.Combine(moved, "odd/0003.part"));
            File.AppendAllText(Path.Combine(moved, "odd/0003.part"), " ");
            File.Move(Path.Combine(moved, "odd/0003.part"), Path.Combine(moved, "odd/0003.png"), overwrite: true);
            Assert.NotEqual(identity, DataSource.Load(moved, Size, 3).Identity);
        }
        finally
        {
            Directory.Move(moved, _folder.Path);
        }

        Assert.NotEqual(identity, DataSource.Load(_folder.Path, Size + 1, 3).Identity);
        Assert.NotEqual(identity, DataSource.Load(_folder.Path, Size, 3, options: new SourceOptions { Antialias = false }).Identity);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_when_it_is_drawn_and_the_batches_before_it_come()
    {
        var broken = Drawn(DataSource.Load(_folder.Path, Size, 3), 9);
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..60]);
        File.Move(broken, broken + ".moved"); // the folder is another now, so that it is listed again
        File.Move(broken + ".moved", broken);
        using var stream = new BatchReader(DataSource.Load(_folder.Path, Size, 3).Train, 1, Augmentation.None).Stream(0, 4);
        using var first = stream.Next();
        using var second = stream.Next();

        var problem = Assert.ThrowsAny<DataSourceException>(stream.Next);

        Assert.Matches($"^{broken}: cannot be read: .+\\. Mend or remove it, or leave such pictures out with --broken skip\\.$", problem.Message);
    }

    [Fact]
    public void A_file_that_changed_since_the_folder_was_indexed_is_named_and_the_next_start_has_other_images()
    {
        var data = DataSource.Load(_folder.Path, Size, 3);
        var changed = Drawn(data, 2);
        File.AppendAllText(changed, " ");

        Assert.Equal(data.Identity, DataSource.Load(_folder.Path, Size, 3).Identity);
        var problem = Assert.Throws<DataSourceException>(() => new BatchReader(data.Train, 1, Augmentation.None).Draw(0, 4));
        Assert.Matches($"^{changed}: changed since it was indexed \\([0-9]+ bytes then, [0-9]+ now\\)\\. ", problem.Message);
        Assert.NotEqual(data.Identity, DataSource.Load(_folder.Path, Size, 3).Identity);
    }

    [Fact]
    public void A_second_start_looks_at_no_file_and_notices_those_that_come_and_go()
    {
        var data = DataSource.Load(_folder.Path, Size, 3);
        var (names, notes, reports) = (data.Train.Files!.Concat(data.Test.Files!).ToList(), new List<string>(), new List<int>());
        Assert.Equal(Count, names.Distinct().Count(File.Exists));

        var again = DataSource.Load(_folder.Path, Size, 3, progress: (done, _) => reports.Add(done), note: notes.Add);
        Assert.Equal(names, again.Train.Files!.Concat(again.Test.Files!));
        Assert.Equal($"{_folder.Path}: {Count} images in 2 classes; held out for the test: 140, every tenth of a class", Assert.Single(notes));
        Assert.Equal(data.Identity, again.Identity);

        _folder.Picture("odd/new.png", new SKColor(1, 2, 3));
        var more = DataSource.Load(_folder.Path, Size, 3);
        Assert.Equal(Count + 1, more.Train.Count + more.Test.Count);
        File.Delete(_folder.File("odd/new.png"));
        Assert.Equal(data.Identity, DataSource.Load(_folder.Path, Size, 3).Identity);
    }

    private static string Drawn(DataSource data, long draw) => data.Train.Files![new BatchReader(data.Train, 1, Augmentation.None).ImageIndex(draw)];

    public void Dispose() => _folder.Dispose();

    private static ImageSet Held(ImageSet set) => new(
        set.Name, set.Split, set.Size, set.Colours, [.. Enumerable.Range(0, set.Count).SelectMany(set.Image)], set.Labels, set.ClassNames);
}
