using BigBiGan.Dsl;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Weights.Files;
using BigBiGan.Training.Weights.Layouts;
using BigBiGan.Training.Weights.Transfer;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Weights;

public sealed class WeightImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public static TheoryData<string, bool> References => new() { { "generator_32", false }, { "generator_32", true }, { "generator_128", false }, { "generator_128", true } };

    [Theory]
    [MemberData(nameof(References))]
    public void A_state_dict_with_the_references_weights_gives_the_references_images(string name, bool pickled)
    {
        using var reference = new Reference(name);
        using var model = Model(name);
        var imported = Assert.Single(Import(model, Write(reference.StateDict(), pickled)));
        reference.Check(model, 2e-6);
        Assert.Equal(("biggan-pytorch", "G"), (imported.Layout, string.Join(" ", imported.Networks)));
        Assert.Equal(model.Networks[0].Network.state_dict().Count, imported.Tensors);
        Assert.Contains("epsilons of 1e-5 and 1e-12", Assert.Single(_warnings));
    }

    /// <summary>As it circulates: transposed out of a [128, 1000] matrix, and without the singular values.</summary>
    [Theory]
    [MemberData(nameof(References))]
    public void A_converted_generator_whose_one_row_stands_there_a_thousand_times_gives_the_references_images(string name, bool pickled)
    {
        using var reference = new Reference(name);
        using var model = Model(name);
        using var rows = reference.StateDict()["shared.weight"].t().expand(-1, 1000).contiguous();
        var entries = reference.StateDict().Where(entry => !entry.Key.EndsWith("sv0", StringComparison.Ordinal)).ToDictionary();
        entries["shared.weight"] = rows.t();
        Assert.Equal("bigbigan", Assert.Single(Import(model, Write(entries, pickled))).Layout);
        reference.Check(model, 2e-6);
        Assert.Empty(_warnings);
    }

    /// <summary>Of its options for batch norm: the statistics stand in a module of their own.</summary>
    [Theory]
    [InlineData("bn.running_mean", "bn.running_var", "bn.num_batches_tracked")] // --cross_replica
    [InlineData("bn.stored_mean", "bn.stored_var", "bn.accumulation_counter")] // --mybn
    public void Statistics_under_the_names_of_other_batch_norms_give_the_references_images(string mean, string variance, string counter)
    {
        using var reference = new Reference("generator_32");
        using var model = Model("generator_32");
        var entries = reference.StateDict().ToDictionary(
            entry => entry.Key.Replace("stored_mean", mean, StringComparison.Ordinal).Replace("stored_var", variance, StringComparison.Ordinal), entry => entry.Value);
        entries["blocks.0.0.bn1." + counter] = ones(1);
        Import(model, Write(entries));
        reference.Check(model, 2e-6);
    }

    [Fact]
    public void An_export_says_how_BigGANs_own_classes_are_made_for_it_or_why_none_fits()
    {
        using var golden = Model("generator_32");
        using var labelled = Specs.Labelled.Create(CPU, 1);
        Assert.Equal(
            "G fits BigGAN-PyTorch's Generator(G_ch=4, dim_z=20, resolution=32, G_attn='0', n_classes=3, shared_dim=8, hier=True, BN_eps=1e-4, SN_eps=1e-4), then G.output_layer[0].eps = 1e-4",
            StockNetwork.Of(labelled, "G").Text("G"));
        Assert.Equal("D fits BigGAN-PyTorch's Discriminator(D_ch=4, resolution=32, D_attn='0', n_classes=3, SN_eps=1e-4)", StockNetwork.Of(labelled, "D").Text("D"));
        Assert.Contains("G_attn='0', n_classes=1, ", StockNetwork.Of(golden, "G").Text("G"));
        using var attending = Model("generator_128");
        Assert.Contains("Generator(G_ch=4, dim_z=24, resolution=128, G_attn='64', n_classes=1, ", StockNetwork.Of(attending, "G").Text("G"));
    }

    [Fact]
    public void Rows_that_differ_are_refused()
    {
        using var reference = new Reference("generator_32");
        using var model = Model("generator_32");
        var entries = reference.StateDict();
        entries["shared.weight"] = entries["shared.weight"].repeat(1000, 1);
        entries["shared.weight"][999, 7] = 0;
        Assert.Equal(
            ["rows: shared.weight, expected [1000, 8] of one repeated row for G.shared.weight, found rows that differ"],
            Misfit(model, Write(entries), Layout.BigBiGan).Problems);
    }

    [Theory]
    [InlineData(ScalarType.Float16, 2e-2)]
    [InlineData(ScalarType.BFloat16, 1e-1)]
    [InlineData(ScalarType.Float64, 2e-6)]
    public void Weights_of_other_element_types_are_converted(ScalarType type, double tolerance)
    {
        using var reference = new Reference("generator_32");
        using var model = Model("generator_32");
        Import(model, Write(reference.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.to(type)), pickled: true));
        reference.Check(model, tolerance);
        Assert.All(model.Networks[0].Network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [Fact]
    public void Everything_that_does_not_fit_is_told_at_once_and_nothing_is_loaded()
    {
        using var reference = new Reference("generator_32");
        using var model = Model("generator_32");
        var before = Numbers(model, "G");
        var entries = reference.StateDict();
        entries.Remove("linear.bias");
        entries.Remove("blocks.1.0.bn2.stored_var");
        entries["blocks.0.0.conv_sc.weight"] = zeros(16, 17, 1, 1);
        entries["blocks.2.0.conv1.bias"] = zeros(16, dtype: ScalarType.Int64);
        entries["output_layer.2.bias"] = tensor([1f, float.NaN, 2f]);
        entries["blocks.3.0.conv1.weight"] = zeros(16, 16, 3, 3);
        entries["optimiser.step"] = zeros(1);
        var misfit = Misfit(model, Write(entries, pickled: true));
        Assert.Equal(
            [
                "extra: blocks.3.0.conv1.weight [16, 16, 3, 3], which nothing of G takes",
                "extra: optimiser.step [1], which nothing of G takes",
                "missing: blocks.1.0.bn2.stored_var, expected [16] for G.block2.norm2.norm.running_var",
                "missing: linear.bias, expected [256] for G.stem.bias",
                "shape: blocks.0.0.conv_sc.weight, expected [16, 16, 1, 1] for G.block1.shortcut.weight, found [16, 17, 1, 1]",
                "type: blocks.2.0.conv1.bias, expected numbers with a fraction for G.block3.conv1.bias, found whole numbers",
                "values: output_layer.2.bias, expected finite numbers for G.outputConv.bias, found infinite ones or none (NaN)",
            ],
            misfit.Problems.Order(StringComparer.Ordinal));
        Assert.EndsWith(" as G of the layout biggan-pytorch: 7 entries do not fit specs/golden; nothing was written", misfit.Message);
        Assert.Equal(before, Numbers(model, "G"));
    }

    [Fact]
    public void A_file_of_other_things_is_refused_with_some_of_its_names()
    {
        using var model = Model("generator_32");
        var path = Write(new() { ["a"] = zeros(1), ["b"] = zeros(1) });
        Assert.Equal($"{path} holds nothing that specs/golden has under any layout; its entries are a, b", Assert.Throws<RunException>(() => Import(model, path)).Message);
    }

    /// <summary>D's file has G's names for other shapes; F's blocks, s_x and the projection are D's, attention is after F's first block.</summary>
    [Fact]
    public void G_and_D_of_a_labelled_gan_come_from_a_file_each_and_go_back_to_equal_ones()
    {
        using var source = Specs.Labelled.Create(CPU, 1);
        using var target = Specs.Labelled.Create(CPU, 2);
        string[] files = [_folder["G.safetensors"], _folder["D.safetensors"]];
        WeightExport.Write(files[0], source, ["G"], Layout.BigGanPytorch, new Dictionary<string, string>());
        WeightExport.Write(files[1], source, ["D"], Layout.BigGanPytorch, new Dictionary<string, string>());
        using (var d = SafeTensorFile.Read(files[1]))
        {
            string[] expected = [.. new[] { "blocks.0.0.conv1", "blocks.0.0.conv2", "blocks.0.0.conv_sc", "blocks.1.0.conv1", "blocks.1.0.conv2", "blocks.1.0.conv_sc",
                "blocks.2.0.conv1", "blocks.2.0.conv2", "blocks.3.0.conv1", "blocks.3.0.conv2", "linear" }.SelectMany(layer => new[] { "weight", "bias", "u0", "sv0" }, (layer, leaf) => $"{layer}.{leaf}")];
            Assert.Equal([.. expected, "embed.weight", "embed.u0", "embed.sv0"], d.Tensors.Keys.ToHashSet());
            Assert.Equal([3, 16], d.Tensors["embed.weight"].shape);
        }

        var imported = Import(target, files[1], files[0]);
        Assert.Equal(["D", "G"], imported.Select(file => Assert.Single(file.Networks)));
        Assert.Equal(Numbers(source, "G"), Numbers(target, "G"));
        Assert.Equal(Numbers(source, "D"), Numbers(target, "D"));
        Assert.Contains("all hold D; give one of them", Assert.Throws<RunException>(() => Import(target, files[1], files[1])).Message);
    }

    /// <summary>BigGAN-PyTorch's D has no projection of no class, so a file for ours is one without.</summary>
    [Fact]
    public void A_D_without_H_and_J_leaves_those_to_the_seed_and_says_so()
    {
        using var source = Specs.Golden128.Create(CPU, 1);
        using var target = Specs.Golden128.Create(CPU, 2);
        using var state = NewDisposeScope();
        var f = source.Networks.Single(named => named.Role == "D").Network.state_dict();
        var entries = f.Where(own => own.Key.StartsWith("score_x.", StringComparison.Ordinal)).ToDictionary(own => own.Key.Replace("score_x", "linear"), own => own.Value);
        foreach (var (name, tensor) in f.Where(own => own.Key.StartsWith("F.", StringComparison.Ordinal)))
        {
            var parts = name.Split('.');
            entries.Add(parts[1] == "attention"
                ? $"blocks.0.1.{string.Join('.', parts[2..])}"
                : $"blocks.{int.Parse(parts[1]["block".Length..]) - 1}.0.{parts[2].Replace("shortcut", "conv_sc")}.{parts[3]}", tensor);
        }

        var before = Numbers(target, "D.H");
        var imported = Assert.Single(Import(target, Write(entries)));
        Assert.Equal(["D.H", "D.J", "D.score_z", "D.score_joint"], imported.FromSeed);
        Assert.Equal(Numbers(source, "D.F"), Numbers(target, "D.F"));
        Assert.Equal(Numbers(source, "D.score_x"), Numbers(target, "D.score_x"));
        Assert.Equal(before, Numbers(target, "D.H"));
    }

    [Fact]
    public void All_networks_go_through_a_file_of_our_own_names()
    {
        using var source = Specs.Golden128.Create(CPU, 1);
        using var target = Specs.Golden128.Create(CPU, 2);
        WeightExport.Write(_folder["all.safetensors"], source, ["G", "E", "D"], Layout.Own, new Dictionary<string, string>());
        var imported = Assert.Single(Import(target, _folder["all.safetensors"]));
        Assert.Equal(("own", "G E D"), (imported.Layout, string.Join(" ", imported.Networks)));
        Assert.All(new[] { "G", "E", "D" }, role => Assert.Equal(Numbers(source, role), Numbers(target, role)));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("generator_32")]
    [InlineData("generator_128")]
    public void An_export_has_just_the_names_of_the_state_dict_it_came_from(string name)
    {
        using var reference = new Reference(name);
        using var model = Model(name);
        Import(model, Write(reference.StateDict()));
        WeightExport.Write(_folder["back.safetensors"], model, ["G"], Layout.BigGanPytorch, new Dictionary<string, string>());
        using var back = SafeTensorFile.Read(_folder["back.safetensors"]);
        Assert.Equal(reference.StateDict().Keys.ToHashSet(), back.Tensors.Keys.ToHashSet());
        foreach (var (entry, tensor) in reference.StateDict().Where(entry => !entry.Key.EndsWith("sv0", StringComparison.Ordinal)))
        {
            Assert.True(tensor.eq(back.Tensors[entry]).all().item<bool>(), entry);
        }
    }

    [Fact]
    public void The_singular_values_of_an_export_are_those_of_the_weights()
    {
        using var model = Model("generator_32");
        var weight = model.Networks[0].Network.state_dict()["stem.weight"];
        var u0 = model.Networks[0].Network.state_dict()["stem.u0"];
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var (left, values, _) = linalg.svd(weight, fullMatrices: false);
        u0.copy_(left.select(1, 0).unsqueeze(0));
        WeightExport.Write(_folder["g.safetensors"], model, ["G"], Layout.BigGanPytorch, new Dictionary<string, string>());
        using var file = SafeTensorFile.Read(_folder["g.safetensors"]);
        Assert.Equal([1L], file.Tensors["linear.sv0"].shape);
        Assert.Equal(values[0].item<float>(), file.Tensors["linear.sv0"].item<float>(), 1e-4f);
    }

    [Fact]
    public void A_network_without_names_is_refused_before_anything_is_written()
    {
        using var model = Model("generator_32");
        var problem = Assert.Throws<RunException>(() => WeightExport.Write(_folder["e.safetensors"], model, ["E"], Layout.BigGanPytorch, new Dictionary<string, string>()));
        Assert.StartsWith("E of specs/golden has no names in the layout biggan-pytorch: ", problem.Message);
        Assert.False(File.Exists(_folder["e.safetensors"]));
    }

    [Fact]
    public void Importing_and_exporting_leave_no_tensors_behind()
    {
        using var model = Model("generator_32");
        using var reference = new Reference("generator_32");
        var path = Write(reference.StateDict(), pickled: true);
        Once();
        var before = LivingTensors.Settled();
        Once();
        Assert.Equal(before, LivingTensors.Settled());

        void Once()
        {
            Import(model, path);
            WeightExport.Write(_folder["g.safetensors"], model, ["G"], Layout.BigGanPytorch, new Dictionary<string, string>());
        }
    }

    public void Dispose() => _folder.Dispose();

    private static VariantModel Model(string reference) => reference == "generator_32" ? Specs.Golden.Create(CPU, 3) : Specs.Golden128.Create(CPU, 3);

    /// <summary>The state of the parts whose names start so, by name.</summary>
    private static SortedDictionary<string, float[]> Numbers(VariantModel model, string prefix) => new(model.Networks
        .SelectMany(named => named.Network.state_dict().Select(own => (Name: $"{named.Role}.{own.Key}", own.Value)))
        .Where(own => own.Name.StartsWith(prefix + ".", StringComparison.Ordinal))
        .ToDictionary(own => own.Name, own => own.Value.detach().contiguous().data<float>().ToArray()));

    private string Write(Dictionary<string, Tensor> entries, bool pickled = false)
    {
        var path = _folder[pickled ? "G.pth" : "state.safetensors"];
        if (pickled)
        {
            PthWriter.Write(path, entries.Select(entry => (entry.Key, entry.Value)));
        }
        else
        {
            SafeTensorFile.Write(path, entries.Select(entry => (entry.Key, entry.Value)));
        }

        return path;
    }

    private IReadOnlyList<ImportedNetworks> Import(VariantModel model, params string[] paths) => Import(model, null, paths);

    private IReadOnlyList<ImportedNetworks> Import(VariantModel model, Layout? layout, params string[] paths)
    {
        WeightsFile[] files = [.. paths.Select(path => WeightsFile.Read(path))];
        try
        {
            return new WeightImport(files, layout).Load(model, _warnings.Add);
        }
        finally
        {
            foreach (var file in files)
            {
                file.Dispose();
            }
        }
    }

    private StateDictMismatchException Misfit(VariantModel model, string path, Layout? layout = null) => Assert.Throws<StateDictMismatchException>(() => Import(model, layout, path));
}
