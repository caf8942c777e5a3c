using BigBiGan.Training.Data.Sources;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Tests.Data;

public sealed class CifarBinaryTests : IDisposable
{
    private const int Plane = 32 * 32;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_classes_come_from_five_files_and_a_sixth_to_test_on_byte_for_byte()
    {
        for (var i = 1; i <= 5; i++)
        {
            Write($"data_batch_{i}.bin", Record([(byte)i], seed: i), Record([9], seed: 10 + i));
        }

        Write("test_batch.bin", Record([3], seed: 99));
        var data = DataSource.Load(_folder.Path, 32, 3);
        Assert.Equal([1, 9, 2, 9, 3, 9, 4, 9, 5, 9], data.Train.Labels);
        Assert.Equal([3], data.Test.Labels);
        Assert.Equal(Pixels(13), data.Train.Image(5).ToArray());
        Assert.Equal(Pixels(99), data.Test.Image(0).ToArray());
        Assert.Equal(["0", "9"], [data.Train.ClassNames[0], data.Train.ClassNames[^1]]);
        Assert.False(LooseImages.AreAt(_folder.Path));
    }

    [Fact]
    public void Of_a_hundred_classes_the_fine_labels_are_read_and_named()
    {
        Write("train.bin", Record([19, 99], seed: 1), Record([0, 7], seed: 2));
        Write("test.bin", Record([5, 42], seed: 3));
        File.WriteAllLines(_folder["fine_label_names.txt"], [.. Enumerable.Range(0, 100).Select(i => $"class {i}"), ""]);
        var data = DataSource.Load(_folder.Path, 32, 3);
        Assert.Equal([99, 7], data.Train.Labels);
        Assert.Equal("class 42", data.Test.ClassNames[data.Test.Labels[0]]);
        Assert.Equal(Pixels(2), data.Train.Image(1).ToArray());
    }

    [Fact]
    public void Grey_is_luma_and_other_sizes_are_resampled()
    {
        var red = new byte[3 * Plane];
        red.AsSpan(0, Plane).Fill(200);
        Write("train.bin", [0, 1, .. red]);
        Write("test.bin", [0, 2, .. red]);
        var image = DataSource.Load(_folder.Path, 16, 1).Train.Image(0).ToArray();
        Assert.Equal(16 * 16, image.Length);
        Assert.All(image, value => Assert.Equal(60, value)); // 0.299 * 200
    }

    [Theory]
    [InlineData(3073, 0, "train.bin: 3073 bytes; expected records of 3074 bytes each, as the binary version of CIFAR-100 has. Fetch the file again.")]
    [InlineData(0, 0, "train.bin: 0 bytes; expected records of 3074 bytes each, as the binary version of CIFAR-100 has. Fetch the file again.")]
    [InlineData(3074, 100, "train.bin: label 0 is 100; expected 0 to 99. Fetch the file again.")]
    public void Files_that_are_damaged_are_refused(int length, byte label, string message)
    {
        var bytes = new byte[length];
        if (length > 1)
        {
            bytes[1] = label;
        }

        Write("train.bin", bytes);
        Write("test.bin", Record([0, 0], seed: 1));
        Assert.Equal(Path.Combine(_folder.Path, message), Assert.Throws<DataSourceException>(() => DataSource.Load(_folder.Path, 32, 3)).Message);
    }

    private static byte[] Record(byte[] labels, int seed) => [.. labels, .. Pixels(seed)];

    /// <summary>Red, green and blue rows that are all different.</summary>
    private static byte[] Pixels(int seed) => [.. Enumerable.Range(0, 3 * Plane).Select(i => (byte)((i * 7) + (i / Plane * 50) + (seed * 11)))];

    private void Write(string name, params byte[][] records) => File.WriteAllBytes(_folder[name], [.. records.SelectMany(record => record)]);
}
