using BigBiGan.Dsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Tests.Problems;

/// <summary>A class of the user's own, from this project or from another assembly, where a spec has it among its blocks.</summary>
public sealed class LayerClassTests
{
    private const string File = "layer: gate\nclass: MyLab.Gate\nargument: channels of a gate\nparameters: 0\nmultiply-adds: 0\n";

    private const string Usings = "using BigBiGan.Dsl.Custom;\nusing static TorchSharp.torch;\nnamespace MyLab;\n";

    private const string Sound = Usings + "public sealed class Gate(int channels, int size, int argument) : CustomLayer(nameof(Gate)) { public override Tensor Forward(Tensor x) => x.mul(channels * size * argument); }";

    private static readonly string Gated = Specs.Tiny.Replace("F: { channels: 2, blocks: biggan }", "F: { channels: 2, blocks: [{ down: 4 }, { layer: gate, argument: 4 }, { same: 4 }] }");

    [Fact]
    public void It_is_a_member_of_the_network_like_the_built_in_ones()
    {
        var generation = Generation.Of(Files, Sound);
        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        var code = generation["small.tiny"];
        Assert.Contains("GateLayer1 = Register(\"gateLayer1\", new global::MyLab.Gate(channels: 8, size: 16, argument: 4)); // [N, 8, 16, 16] -> [N, 8, 16, 16]", code);
        Assert.Contains("public global::MyLab.Gate GateLayer1 { get; }", code);
        Assert.Contains("var h2 = GateLayer1.Forward(h1);", code);
        Assert.Contains(
            "new(\"gate\", channels: 8, size: 16, argument: 4, outputChannels: 8, outputSize: 16, parameters: 0, buffers: 0, global::BigBiGan.Dsl.Precision.Float32, static () => new global::MyLab.Gate(channels: 8, size: 16, argument: 4)),",
            generation["Variants"]);
    }

    [Fact]
    public void It_may_stand_in_an_assembly_of_its_own()
    {
        var generation = Generation.Of(Files, [], Assembly(Sound));
        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("new global::MyLab.Gate(channels: 8, size: 16, argument: 4)", generation["small.tiny"]);
    }

    [Theory]
    [InlineData("", "which neither this project nor one that it references has; expected the namespace and the name of a class that derives from CustomLayer")]
    [InlineData("namespace Other; public class Gate;", "which neither this project nor one that it references has; did you mean `Other.Gate`?")]
    [InlineData("namespace MyLab; public class Gate;", "which does not derive from BigBiGan.Dsl.Custom.CustomLayer; expected 'sealed class Gate : CustomLayer'")]
    [InlineData("namespace MyLab; public interface Gate;", "which is an interface; expected a public class that can be made with 'new'")]
    [InlineData("namespace MyLab; public static class Gate;", "which is static; expected a public class that can be made with 'new'")]
    [InlineData(Usings + "public abstract class Gate(int channels, int size, int argument) : CustomLayer($\"{channels}{size}{argument}\");", "which is abstract; expected a public class that can be made with 'new'")]
    [InlineData(Usings + "public sealed class Gate(int channels, int size) : CustomLayer(nameof(Gate)) { public override Tensor Forward(Tensor x) => x.mul(channels * size); }", "which has no constructor (int channels, int size, int argument); the file has `argument`: expected 'public Gate(int channels, int size, int argument)'")]
    [InlineData(Usings + "public sealed class Gate(int size, int channels, int argument) : CustomLayer(nameof(Gate)) { public override Tensor Forward(Tensor x) => x.mul(channels * size * argument); }", "which has no constructor (int channels, int size, int argument); the file has `argument`: expected 'public Gate(int channels, int size, int argument)'")]
    public void A_class_that_does_not_keep_the_contract_is_told_in_the_layers_file_alone(string csharp, string expected)
    {
        var generation = Generation.Of(Files, csharp);
        var problem = Assert.Single(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
        Assert.Equal($"models/layers/gate.yaml(2,8): error BBG0904: `class` is `MyLab.Gate`, {expected}", problem.ToString());
    }

    [Fact]
    public void A_layer_edit_redoes_only_the_variants_that_use_it()
    {
        var generation = Generation.Of([.. Files, ("small/other.yaml", Specs.Tiny.Replace("variant: Tiny", "variant: Other"))], Sound)
            .Edit("layers/gate.yaml", File.Replace("multiply-adds: 0", "multiply-adds: C"));
        Assert.Equal((1, 1, 1), (generation.Work(StepNames.Read), generation.Work(StepNames.Compile), generation.Work(StepNames.Emit)));
    }

    private static (string, string)[] Files => [("small/tiny.yaml", Gated), ("layers/gate.yaml", File)];

    private static MetadataReference Assembly(string csharp)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("MyLab", [CSharpSyntaxTree.ParseText(csharp)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
