using System.Buffers.Binary;
using System.Text;
using BigBiGan.Dsl.State;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.State;

public sealed class SafeTensorFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string FilePath => Path.Combine(folder, "state.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Byte)]
    public void A_tensor_comes_back_as_it_was(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var values = arange(24, dtype: ScalarType.Float32).to(type).view(2, 3, 4);
        SafeTensorFile.Write(FilePath, [("w", values)]);
        using var file = SafeTensorFile.Read(FilePath);
        Assert.Equal(type, file.Tensors["w"].dtype);
        Assert.Equal(values.shape, file.Tensors["w"].shape);
        Assert.Equal(values.bytes.ToArray(), file.Tensors["w"].bytes.ToArray());
    }

    [Fact]
    public void Scalars_empty_tensors_views_and_metadata_come_back()
    {
        using var scope = NewDisposeScope();
        var matrix = arange(6, dtype: ScalarType.Float32).view(2, 3).t();
        var metadata = new Dictionary<string, string> { ["what"] = "a \"test\" of σ" };
        SafeTensorFile.Write(FilePath, [("byte", ones(3, dtype: ScalarType.Byte)), ("scalar", tensor(3.5)), ("empty", zeros(0, 4)), ("matrix", matrix)], metadata);
        using var file = SafeTensorFile.Read(FilePath);
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(3.5, file.Tensors["scalar"].item<double>());
        Assert.Equal([0, 4], file.Tensors["empty"].shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], file.Tensors["matrix"].data<float>().ToArray());
    }

    [Fact]
    public void A_file_of_another_writer_is_read()
    {
        using var file = SafeTensorFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", "sn_linear.safetensors"));
        Assert.Equal("linear layer with spectral normalisation", file.Metadata["about"]);
        Assert.Equal([6, 9], file.Tensors["param/weight"].shape);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_beside_it()
    {
        using var scope = NewDisposeScope();
        SafeTensorFile.Write(FilePath, [("w", ones(2))]);
        var before = File.ReadAllBytes(FilePath);
        Assert.Throws<ArgumentException>(() => SafeTensorFile.Write(FilePath, [("w", ones(3)), ("w", ones(3))]));
        Assert.Throws<ArgumentException>(() => SafeTensorFile.Write(FilePath, [("w", ones(3, dtype: ScalarType.ComplexFloat32))]));
        Assert.Equal(before, File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_file_that_was_cut_short_is_refused()
    {
        using var scope = NewDisposeScope();
        SafeTensorFile.Write(FilePath, [("w", ones(10))]);
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..^4]);
        Refused("`w` ends at byte 40 of the data, found only 36; the file is cut short");
    }

    [Theory]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "`w` is [2] of F32: expected 8 bytes, found data_offsets [0, 4]")]
    [InlineData("{\"w\":{\"dtype\":\"Q4\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "`w` has element type Q4; expected one of F64 F32 F16 BF16 I64 U8")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}}", 0, "`w` has the negative size -1")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "the bytes of `w` start at 4; expected 0")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 9, "expected 4 bytes of data, found 9")]
    [InlineData("{\"w\":{\"dtype\":\"F32\"}}", 0, "")]
    [InlineData("[1]", 0, "")]
    [InlineData("{{", 0, "")]
    public void A_header_that_is_wrong_is_refused(string header, int data, string message)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(FilePath, [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[data]]);
        Refused(message);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        File.WriteAllText(FilePath, "PK this is a zip file");
        Refused("the header's length is");
        File.WriteAllText(FilePath, "short");
        Refused("expected at least 8 bytes, found 5");
    }

    private void Refused(string message)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = LivingTensors.Settled();
        var problem = Assert.Throws<InvalidDataException>(() => SafeTensorFile.Read(FilePath));
        Assert.StartsWith($"{FilePath}: not a safetensors file: {message}", problem.Message);
        Assert.Equal(before, Tensor.TotalCount);
    }
}
