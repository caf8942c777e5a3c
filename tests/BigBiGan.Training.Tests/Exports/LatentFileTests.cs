using System.IO.Compression;
using System.Text;
using BigBiGan.Training.Exports;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Exports;

public sealed class LatentFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.npz")]
    [InlineData("a.safetensors")]
    public void Latents_and_labels_go_through_a_file(string name)
    {
        var (z, labels) = (arange(6).to(float32).reshape(2, 3).mul(0.1f), tensor(new long[] { 4, 0 }));
        new LatentFile(z, labels).Write(In(name), "{}");
        using var read = LatentFile.Read(In(name), 3, classes: 5);
        Assert.Equal(z.data<float>().ToArray(), read.Latents.data<float>().ToArray());
        Assert.Equal(labels.data<long>().ToArray(), read.Labels!.data<long>().ToArray());
        Assert.Equal(new LatentFile(z, labels).Identity, read.Identity);
        using var without = LatentFile.Read(In(name), 3, classes: null);
        Assert.Null(without.Labels);
    }

    /// <summary>The very bytes that <c>numpy.savez(file, latents=numpy.array([[1.5, -2.0]]))</c> writes, float64.</summary>
    [Fact]
    public void NumPys_own_files_are_read()
    {
        Npz("latents", "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }", [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2.0)]);
        using var read = LatentFile.Read(In("a.npz"), 2, null);
        Assert.Equal([1.5f, -2f], read.Latents.data<float>().ToArray());
    }

    [Fact]
    public void What_is_no_latents_is_told_in_a_line()
    {
        Npz("z", "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", new byte[8]);
        Assert.Equal($"{In("a.npz")} has no `latents`; expected them, or FILE:NAME with one of z", Problem("a.npz"));
        Assert.StartsWith($"{In("a.npz")} cannot be read as latents: its header is `{{'descr': '<f4', 'fortran_order': True", Problem("a.npz:z"));
        Assert.Equal($"{In("a.npz")} has no `w`; it has z", Problem("a.npz:w"));
        Npz("latents", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", new byte[8]);
        Assert.StartsWith($"{In("a.npz")} cannot be read as latents: ", Problem("a.npz"));
        Npz("latents", "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }", new byte[12]);
        Assert.Equal($"{In("a.npz")}: `latents` is [1, 3]; expected [N, 2], as the variant's latents are", Problem("a.npz"));
        Npz("latents", "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", [.. BitConverter.GetBytes(float.NaN), .. BitConverter.GetBytes(0f)]);
        Assert.Equal($"{In("a.npz")}: `latents` has values that are not finite", Problem("a.npz"));
        Npz("latents", "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }", new byte[8]);
        Assert.StartsWith($"{In("a.npz")} cannot be read as latents: ", Problem("a.npz"));
        File.WriteAllText(In("a.npz"), "<html>");
        Assert.StartsWith($"{In("a.npz")} cannot be read as latents: ", Problem("a.npz"));
        Assert.Equal($"{In("b.npz")}: no such file; expected latents in a .safetensors or .npz file", Problem("b.npz"));
        new LatentFile(zeros(2, 2), tensor(new long[] { 0, 9 })).Write(In("c.npz"), "{}");
        Assert.Equal($"{In("c.npz")}: a label is not among 0 to 8, the classes of the variant", Assert.Throws<ExportException>(() => LatentFile.Read(In("c.npz"), 2, 9)).Message);

        string Problem(string asked) => Assert.Throws<ExportException>(() => LatentFile.Read(In(asked), 2, null)).Message;
    }

    private void Npz(string name, string header, byte[] values)
    {
        File.Delete(In("a.npz"));
        using var archive = ZipFile.Open(In("a.npz"), ZipArchiveMode.Create);
        using var entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header.PadRight(117) + "\n"), .. values]);
    }

    private string In(string name) => Path.Combine(_folder.Path, name);
}
