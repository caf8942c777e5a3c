using System.Buffers.Binary;
using System.Text;
using BigBiGan.Dsl.State;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Tests.State;

public sealed class SafeTensorFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string FilePath => Path.Combine(_folder, "state.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
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
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
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
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}}", 0, "`w` has the negative size -1")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "the bytes of `w` start at 4; expected 0")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 9, "expected 4 bytes of data, found 9")]
    [InlineData("{\"w\":{\"dtype\":\"F32\"}}", 0, "`w` has no shape, or several")]
    [InlineData("{\"w\":{\"dtype\":3,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "`w` has a dtype that is not text")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "the shape of `w` is not a list of whole numbers")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":4}}", 4, "data_offsets of `w` is not a list of whole numbers")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "`w` has no shape, or several")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "`w` stands there twice")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, "`w` stands there twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "`__metadata__` stands there twice")]
    [InlineData("{\"__metadata__\":{\"step\":3}}", 0, "`step` of `__metadata__` is not text")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "a tensor has more numbers than can be counted")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[0,4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "a tensor has more numbers than can be counted")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807],\"data_offsets\":[1,-9223372036854775808]}}", 1, "`b` is [9223372036854775807] of U8")]
    [InlineData("[1]", 0, "the header is not a JSON object")]
    [InlineData("{{", 0, "'{' is an invalid start of a property name")]
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

    [Fact]
    public void A_file_with_an_element_type_that_is_not_read_here_is_called_what_it_is()
    {
        const string Header = "{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}";
        File.WriteAllBytes(FilePath, [(byte)Header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Header), 0, 0]);
        Assert.Equal(
            $"{FilePath}: `w` has element type F8_E4M3; expected one of F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL",
            Assert.Throws<InvalidDataException>(() => SafeTensorFile.Read(FilePath)).Message);
    }

    [Fact]
    public void Whatever_byte_is_another_the_file_is_read_or_refused()
    {
        using var scope = NewDisposeScope();
        SafeTensorFile.Write(FilePath, [("weight", ones(2, 3)), ("none", zeros(0, 4)), ("count", ones(1, dtype: ScalarType.Int64))], new Dictionary<string, string> { ["a"] = "b" });
        var whole = File.ReadAllBytes(FilePath);
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 4000; i++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                // letters of the header's own, so that much of it stays JSON
                bytes[random.Next(bytes.Length)] = changes > 1 ? whole[random.Next(8, whole.Length)] : (byte)random.Next(256);
            }

            File.WriteAllBytes(FilePath, bytes[..^(random.Next(8) == 0 ? random.Next(bytes.Length) : 0)]);
            try
            {
                SafeTensorFile.Read(FilePath).Dispose();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 2000, 3999);
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
