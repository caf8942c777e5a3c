using System.IO.Compression;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Weights.Files;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Weights;

public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>golden/weights: the pickles were made by Python's own pickler, with stand-ins for the classes of torch.</summary>
    [Theory]
    [InlineData("protocol2.pth")]
    [InlineData("protocol4.pth")]
    public void A_state_dict_of_Pythons_pickler_is_read_with_its_views_and_element_types(string name)
    {
        using var file = WeightsFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", "weights", name));
        Assert.Equal(["plain", "transposed", "tail", "repeated", "scalar", "half", "brain", "double", "count"], file.Tensors.Keys);
        Check("plain", [2, 3], 1, 2, 3, 4, 5, 6);
        Check("transposed", [3, 2], 1, 4, 2, 5, 3, 6);
        Check("tail", [2], 5, 6);
        Check("repeated", [4, 3], 4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 6);
        Check("scalar", [], 6);
        Check("half", [3], 0.5, -2, 65504);
        Check("brain", [2], 1.5, -3);
        Check("double", [2], 1e-300, 0.1);
        Check("count", [], 1L << 40);
        Assert.Equal([ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float64, ScalarType.Int64], new[] { "half", "brain", "double", "count" }.Select(n => file.Tensors[n].dtype));

        void Check(string tensor, long[] shape, params double[] values)
        {
            using var wide = file.Tensors[tensor].to(ScalarType.Float64).contiguous();
            Assert.Equal(shape, wide.shape);
            Assert.Equal(values, wide.data<double>().ToArray());
        }
    }

    /// <summary>golden/weights/old.pth: Python's own pickler, in the order in which torch.save wrote before 1.6.</summary>
    [Fact]
    public void A_state_dict_of_before_PyTorch_1_6_is_read_with_its_views_and_element_types()
    {
        using var file = WeightsFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", "weights", "old.pth"));
        Assert.Equal(["plain", "transposed", "double", "count"], file.Tensors.Keys);
        Assert.Equal([3L, 2L], file.Tensors["transposed"].shape);
        using var transposed = file.Tensors["transposed"].contiguous();
        Assert.Equal([1f, 2, 3, 4, 5, 6], file.Tensors["plain"].data<float>().ToArray());
        Assert.Equal([1f, 4, 2, 5, 3, 6], transposed.data<float>().ToArray());
        Assert.Equal([1e-300, 0.1], file.Tensors["double"].data<double>().ToArray());
        Assert.Equal(1L << 40, file.Tensors["count"].item<long>());
    }

    [Theory]
    [InlineData("little_endian", "big_endian???", "its numbers are not of a little-endian machine")]
    [InlineData("X\u0004\0\0\01001", "X\u0004\0\0\01002", "its storage 1002 is there twice")]
    [InlineData("X\u0004\0\0\01001", "X\u0004\0\0\01003", "its storage 1003 is not in the pickle")]
    [InlineData("M\u00e9\u0003.", "M\u00e8\u0003.", "its format is 1000; expected 1001")]
    [InlineData("X\u0003\0\0\0cpu", "X\u0003\0\0\0gpu", null)]
    public void What_an_old_file_says_of_itself_is_held_against_its_numbers(string text, string other, string? expected)
    {
        using var tensor = arange(6, dtype: ScalarType.Float32);
        PthWriter.WriteOld(_folder["a.pth"], [("w", tensor), ("v", tensor)]);
        var whole = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_folder["a.pth"]));
        var last = whole.LastIndexOf(text, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["b.pth"], System.Text.Encoding.Latin1.GetBytes(whole[..last] + other + whole[(last + text.Length)..]));
        if (expected is null)
        {
            WeightsFile.Read(_folder["b.pth"]).Dispose();
        }
        else
        {
            Assert.Contains(expected, Refused(_folder["b.pth"]));
        }
    }

    [Fact]
    public void A_file_is_known_by_its_first_bytes_not_its_name()
    {
        using var tensor = arange(6, dtype: ScalarType.Float32);
        SafeTensorFile.Write(_folder["a.pth"], [("w", tensor)]);
        PthWriter.Write(_folder["b.safetensors"], [("w", tensor)]);
        using var a = WeightsFile.Read(_folder["a.pth"]);
        using var b = WeightsFile.Read(_folder["b.safetensors"]);
        Assert.Equal(a.Tensors["w"].data<float>().ToArray(), b.Tensors["w"].data<float>().ToArray());
        Assert.NotEqual(a.Sha256, b.Sha256);
    }

    [Fact]
    public void Reading_leaves_no_tensors_behind()
    {
        using (var tensor = ones(6))
        {
            PthWriter.Write(_folder["a.pth"], [("w", tensor), ("v", tensor)]);
        }

        PthWriter.Archive(_folder["b.pth"], PthWriter.OneTensor(6, 1, [6], [1]), ("data/0", new byte[24]));
        var before = LivingTensors.Settled();
        WeightsFile.Read(_folder["a.pth"]).Dispose();
        Refused(_folder["b.pth"]);
        Assert.Equal(before, LivingTensors.Settled());
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_rebuild_tensor")]
    public void A_pickle_that_names_any_other_function_is_refused_by_that_name(string module, string function)
    {
        var pickle = new PthWriter.Pickle().Global(module, function).Code("(").Text($"touch {_folder["owned"]}").Code("tR.").Bytes;
        PthWriter.Archive(_folder["evil.pth"], pickle);
        Assert.StartsWith($"{_folder["evil.pth"]}: the pickle asks for `{module}.{function}`, which is refused: ", Refused(_folder["evil.pth"]));
        Assert.False(File.Exists(_folder["owned"]));
    }

    [Fact]
    public void Names_that_come_from_the_stack_are_refused_alike()
    {
        PthWriter.Archive(_folder["evil.pth"], new PthWriter.Pickle().Text("os").Text("system").Code("\x93(").Text("true").Code("tR.").Bytes);
        Assert.Contains("asks for `os.system`", Refused(_folder["evil.pth"]));
    }

    [Theory]
    [InlineData("(S'x'\nios\nsystem\n.", "has the instruction 0x53 at byte 3")] // STRING, INST
    [InlineData("cos.path\njoin\n", "asks for `os.path.join`")]
    [InlineData("ccollections\nOrderedDict\nK\x01\x85R.", "calls `collections.OrderedDict` with other arguments")]
    [InlineData("ctorch\nFloatStorage\n)R.", "calls something that is not a known function")]
    [InlineData("K\x01)R.", "calls something that is not a known function")]
    [InlineData("K\x01Q.", "refers to something outside")]
    [InlineData("h\x05.", "refers to what it did not store")]
    [InlineData("K\x02K\x01K\x03s.", "sets an entry of something that is not a dictionary")]
    [InlineData("K\x01(\x85.", "takes more than it gave")]
    [InlineData("t.", "ends a list that it did not begin")]
    [InlineData("K\x01}b.", "gives attributes to something that is not a dictionary")]
    [InlineData("X\xff\xff\xff\x7f", "is cut short")]
    [InlineData("X\xff\xff\xff\xff", "is cut short")]
    [InlineData("ctorch", "is cut short")]
    [InlineData("}", "is cut short")]
    [InlineData(".", "takes more than it gave")]
    [InlineData("K\x01.", "holds no dictionary")]
    [InlineData("}K\x01K\x02s.", "entry `1` is not a tensor")]
    public void A_pickle_that_is_no_state_dict_is_refused_in_a_line(string instructions, string expected)
    {
        PthWriter.Archive(_folder["bad.pth"], new PthWriter.Pickle().Code(instructions).Bytes);
        Assert.Contains(expected, Refused(_folder["bad.pth"]));
    }

    [Fact]
    public void A_dictionary_without_a_state_dict_says_how_to_take_one_out()
    {
        PthWriter.Archive(_folder["nested.pth"], new PthWriter.Pickle().Code("}").Text("G_ema").Code("}s.").Bytes);
        Assert.Contains("its entry `G_ema` is not a tensor but a dictionary; expected a state dict: names with tensors; in Python: torch.save(torch.load(FILE)[NAME], OTHER)", Refused(_folder["nested.pth"]));
    }

    [Fact]
    public void The_only_state_dict_of_a_checkpoint_is_taken_whatever_stands_beside_it()
    {
        PthWriter.Archive(_folder["a.pth"], Nested(("epoch", p => p.Number(3)), ("state_dict", OneWeight), ("optimizer", Optimiser)), ("data/0", new byte[24]));
        using var file = WeightsFile.Read(_folder["a.pth"]);
        Assert.Equal([6L], Assert.Single(file.Tensors).Value.shape);
    }

    [Fact]
    public void Of_several_state_dicts_one_is_named()
    {
        PthWriter.Archive(
            _folder["a.pth"], Nested(("g", OneWeight), ("d", OneWeight), ("models", p => Entries(p.Code("}"), ("g_ema", OneWeight)))), ("data/0", new byte[24]));
        Assert.Equal($"{_folder["a.pth"]}: it holds several state dicts: g (1 tensors), d (1 tensors), models.g_ema (1 tensors); say which one: --key g", Refused(_folder["a.pth"]));
        using var file = WeightsFile.Read(_folder["a.pth"], "models.g_ema");
        Assert.Single(file.Tensors);
        var problem = Assert.Throws<RunException>(() => WeightsFile.Read(_folder["a.pth"], "g_ema"));
        Assert.EndsWith("it has no state dict 'g_ema'; it has g (1 tensors), d (1 tensors), models.g_ema (1 tensors)", problem.Message);
    }

    [Fact]
    public void The_state_of_an_optimiser_is_called_so()
    {
        PthWriter.Archive(_folder["G_optim.pth"], Optimiser(new PthWriter.Pickle()).Code(".").Bytes);
        Assert.EndsWith(": this is the state of an optimiser, not weights; give the file of the network (BigGAN-PyTorch: G.pth, G_ema.pth or D.pth)", Refused(_folder["G_optim.pth"]));
    }

    [Fact]
    public void A_dictionary_that_holds_itself_ends()
    {
        PthWriter.Archive(_folder["a.pth"], new PthWriter.Pickle().Code("}q\x01").Text("self").Code("h\x01s.").Bytes);
        Assert.Contains("its entry `self` is not a tensor but a dictionary", Refused(_folder["a.pth"]));
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.module.")]
    public void What_wrapped_the_network_in_training_leaves_the_names(string around)
    {
        using var tensor = ones(2);
        PthWriter.Write(_folder["a.pth"], [($"{around}w", tensor), ($"{around}b", tensor)]);
        SafeTensorFile.Write(_folder["b.pth"], [($"{around}w", tensor), ($"{around}b", tensor)]);
        PthWriter.Write(_folder["c.pth"], [($"g_ema.{around}w", tensor), ($"g_ema.{around}b", tensor), ("d.w", tensor)]);
        foreach (var (name, key) in new[] { ("a.pth", null), ("b.pth", null), ("c.pth", "g_ema") })
        {
            using var file = WeightsFile.Read(_folder[name], key);
            Assert.Equal(["b", "w"], file.Tensors.Keys.Order());
        }

        foreach (var name in new[] { "a.pth", "b.pth" })
        {
            var problem = Assert.Throws<RunException>(() => WeightsFile.Read(_folder[name], "g_ema"));
            Assert.EndsWith($": it has no state dict 'g_ema', and no name that begins with it; its first name is {around}w", problem.Message);
        }
    }

    /// <summary>The length that such a file begins with may begin as a pickle, an archive or a web page does.</summary>
    [Fact]
    public void A_safetensors_file_is_known_by_more_than_its_first_byte()
    {
        using var tensor = ones(1);
        var lengths = new HashSet<byte>();
        for (var letters = 1; letters < 300; letters++)
        {
            SafeTensorFile.Write(_folder["a"], [(new string('w', letters), tensor)]);
            lengths.Add(File.ReadAllBytes(_folder["a"])[0]);
            WeightsFile.Read(_folder["a"]).Dispose();
        }

        Assert.Contains((byte)0x80, lengths);
    }

    public static TheoryData<byte[], string> InPlaceOfWeights => new()
    {
        { [], "the file is empty; get it again" },
        { "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 123456\n"u8.ToArray(), "this is a Git LFS pointer to a file of 123456 bytes, not the file; fetch it in its repository: git lfs pull" },
        { "\ufeff\n<!DOCTYPE html><html>"u8.ToArray(), "this is a web page in place of the weights: the download asks for a login or a click, or the address is another; get the file itself" },
        { "{\"error\": \"not found\"}"u8.ToArray(), "this is a JSON text in place of the weights: an answer of the server, or an index of the files that have them; get those" },
        { "Access denied\n"u8.ToArray(), "this is a text that begins with 'Access denied', not weights; get the file itself" },
        { [0x1f, 0x8b, 8, 0], "this is a gzip archive; unpack it, and give the file of weights in it" },
        { [.. new byte[257], .. "ustar\000"u8, .. new byte[300]], "this is a tar archive; unpack it, and give the file of weights in it" },
        { [0x89, .. "HDF\r\n"u8], "this is an HDF5 file (Keras, or a data set); expected a state dict of PyTorch or a safetensors file" },
        { [.. "PK\u0003\u0004"u8, .. new byte[96]], "the zip archive is cut short, as its end is missing after 100 bytes; get the file again" },
        { [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc], "this is a bare pickle, not a state dict of PyTorch; write it anew in Python, where you trust its source: torch.save(pickle.load(open('OLD.pth', 'rb')), 'NEW.pth')" },
    };

    [Theory]
    [MemberData(nameof(InPlaceOfWeights))]
    public void What_people_have_in_place_of_weights_is_called_what_it_is(byte[] bytes, string words)
    {
        File.WriteAllBytes(_folder["G.pth"], bytes);
        Assert.Equal($"{_folder["G.pth"]}: {words}", Refused(_folder["G.pth"]));
    }

    [Theory]
    [InlineData(6, 1, new long[] { 6 }, new long[] { 1 }, "reaches outside its 6 numbers")]
    [InlineData(6, -1, new long[] { 2 }, new long[] { 1 }, "reaches outside its 6 numbers")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { -1 }, "reaches outside its 6 numbers")]
    [InlineData(6, 0, new long[] { -2 }, new long[] { 1 }, "reaches outside its 6 numbers")]
    [InlineData(6, 0, new long[] { long.MaxValue, long.MaxValue }, new long[] { 0, 0 }, "reaches outside its 6 numbers")]
    [InlineData(6, 0, new long[] { 0, long.MaxValue, long.MaxValue }, new long[] { 1, 1, 1 }, "reaches outside its 6 numbers")]
    [InlineData(6, 0, new long[] { 3, 3 }, new long[] { long.MaxValue, 1 }, "reaches outside its 6 numbers")]
    [InlineData(7, 0, new long[] { 6 }, new long[] { 1 }, "`weight` needs 7 x 4 bytes")]
    [InlineData(1L << 61, 0, new long[] { 6 }, new long[] { 1 }, "`weight` needs 2305843009213693952 x 4 bytes")]
    public void Sizes_that_are_not_those_of_the_numbers_are_refused(long count, long offset, long[] shape, long[] strides, string expected)
    {
        PthWriter.Archive(_folder["bad.pth"], PthWriter.OneTensor(count, offset, shape, strides), ("data/0", new byte[24]));
        Assert.Contains(expected, Refused(_folder["bad.pth"]));
    }

    [Fact]
    public void Numbers_that_are_missing_or_packed_are_refused()
    {
        PthWriter.Archive(_folder["none.pth"], PthWriter.OneTensor(6, 0, [6], [1]));
        Assert.Contains("`weight` has no numbers: there is no data/0 in the archive", Refused(_folder["none.pth"]));
        using (var archive = new ZipArchive(File.Create(_folder["packed.pth"]), ZipArchiveMode.Create))
        {
            Put("a/data.pkl", PthWriter.OneTensor(1 << 20, 0, [1 << 20], [1]));
            Put("a/data/0", new byte[4 << 20]);

            void Put(string name, byte[] bytes)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                stream.Write(bytes);
            }
        }

        Assert.Contains("data/0 is compressed, or larger than the file that holds it", Refused(_folder["packed.pth"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_short_at_any_place_is_refused(bool old)
    {
        using var tensor = rand(40);
        Write(old, [("weight", tensor), ("bias", tensor)]);
        var bytes = File.ReadAllBytes(_folder["a.pth"]);
        for (var length = 0; length < bytes.Length; length += 13)
        {
            File.WriteAllBytes(_folder["cut.pth"], bytes[..length]);
            Assert.StartsWith(_folder["cut.pth"], Refused(_folder["cut.pth"]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_byte_is_refused_or_changes_only_numbers(bool old)
    {
        using var tensor = rand(5);
        Write(old, [("weight", tensor)]);
        var bytes = File.ReadAllBytes(_folder["a.pth"]);
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var value in new byte[] { 0, 0xff, (byte)(bytes[at] ^ 1), (byte)(bytes[at] ^ 0x80) })
            {
                byte[] damaged = [.. bytes];
                damaged[at] = value;
                File.WriteAllBytes(_folder["b.pth"], damaged);
                try
                {
                    WeightsFile.Read(_folder["b.pth"]).Dispose();
                }
                catch (RunException)
                {
                    // the only exception that the command line shows as a line
                }
            }
        }
    }

    [Fact]
    public void Other_formats_say_what_to_do()
    {
        PthWriter.Archive(_folder["script.pth"], [], ("constants.pkl", []));
        Assert.Contains("this is a TorchScript program", Refused(_folder["script.pth"]));
        PthWriter.Archive(_folder["big.pth"], PthWriter.OneTensor(0, 0, [0], [1]), ("data/0", []), ("byteorder", "big"u8.ToArray()));
        Assert.Contains("the byte order 'big'; expected little", Refused(_folder["big.pth"]));
        using (var archive = new ZipArchive(File.Create(_folder["a.npz"]), ZipArchiveMode.Create))
        {
            archive.CreateEntry("w.npy");
        }

        Assert.Contains("this is an archive of NumPy (.npz)", Refused(_folder["a.npz"]));
        File.WriteAllBytes(_folder["noise"], [.. Enumerable.Repeat((byte)200, 100)]);
        Assert.Contains("not a safetensors file", Refused(_folder["noise"]));
        Assert.Equal($"{_folder["none.pth"]}: no such file; expected a .pth or .safetensors file", Refused(_folder["none.pth"]));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(bool old, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        if (old)
        {
            PthWriter.WriteOld(_folder["a.pth"], tensors);
        }
        else
        {
            PthWriter.Write(_folder["a.pth"], tensors);
        }
    }

    /// <summary>A pickle of a dictionary.</summary>
    private static byte[] Nested(params (string Name, Func<PthWriter.Pickle, PthWriter.Pickle> Value)[] entries) =>
        Entries(new PthWriter.Pickle().Code("}"), entries).Code(".").Bytes;

    private static PthWriter.Pickle Entries(PthWriter.Pickle pickle, params (string Name, Func<PthWriter.Pickle, PthWriter.Pickle> Value)[] entries) =>
        entries.Aggregate(pickle, (before, entry) => entry.Value(before.Text(entry.Name)).Code("s"));

    private static PthWriter.Pickle OneWeight(PthWriter.Pickle pickle) => PthWriter.Weight(pickle, "0", 6, 0, [6], [1]);

    private static PthWriter.Pickle Optimiser(PthWriter.Pickle pickle) => Entries(pickle.Code("}"), ("state", p => p.Code("}").Number(0).Code("}s")), ("param_groups", p => p.Code("]")));

    private static string Refused(string path) => Assert.Throws<RunException>(() => WeightsFile.Read(path)).Message;
}
