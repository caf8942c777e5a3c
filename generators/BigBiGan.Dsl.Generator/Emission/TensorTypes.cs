using BigBiGan.Dsl.Spec;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The typed tensors that variants speak in: one struct per latent size and per image size and colours.</summary>
internal static class TensorTypes
{
    public static string Latent(int size) => $"Latent{size}";

    public static string Image(int size, int colours) => colours == 1 ? $"Grey{size}" : $"Image{size}";

    /// <summary>Every struct that a variant names.</summary>
    public static IEnumerable<TensorType> Of(Variant variant)
    {
        yield return new TensorType(Latent(variant.Latent.Size), variant.Latent.Size, 0);
        yield return new TensorType(Image(variant.Image.Size, variant.Image.Colours), variant.Image.Size, variant.Image.Colours);
        if (variant.Encoder is { } encoder)
        {
            yield return new TensorType(Image(encoder.Image, variant.Image.Colours), encoder.Image, variant.Image.Colours);
        }
    }

    public static string Emit(IEnumerable<TensorType> types, string @namespace)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, "the tensor types of all specs", @namespace);
        foreach (var type in types)
        {
            code.Line();
            if (type.Colours == 0)
            {
                EmitLatent(code, type);
            }
            else
            {
                EmitImage(code, type);
            }
        }

        return code.ToString();
    }

    private static void EmitLatent(CodeWriter code, TensorType type)
    {
        code.Line($"/// <summary>Latents of {type.Size}. [N, {type.Size}]</summary>");
        code.Open($"public readonly record struct {type.Name}(Tensor Tensor) : ILatent<{type.Name}>, global::System.IDisposable");
        code.Line($"public static int Size => {type.Size};");
        code.Line();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The shape is another.</exception>");
        code.Line($"public static {type.Name} From(Tensor tensor) => new(TensorShape.Check(tensor, {type.Size}));");
        code.Line();
        code.Line("public void Dispose() => Tensor.Dispose();");
        code.Close();
    }

    private static void EmitImage(CodeWriter code, TensorType type)
    {
        code.Line($"/// <summary>Images in [-1, 1]. [N, {type.Colours}, {type.Size}, {type.Size}]</summary>");
        code.Open($"public readonly record struct {type.Name}(Tensor Tensor) : IImage<{type.Name}>, global::System.IDisposable");
        code.Line($"public static int Size => {type.Size};");
        code.Line();
        code.Line($"public static int Colours => {type.Colours};");
        code.Line();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The shape is another.</exception>");
        code.Line($"public static {type.Name} From(Tensor tensor) => new(TensorShape.Check(tensor, {type.Colours}, {type.Size}, {type.Size}));");
        code.Line();
        code.Line("public void Dispose() => Tensor.Dispose();");
        code.Close();
    }
}

/// <param name="Colours">0 for a latent.</param>
internal sealed record TensorType(string Name, int Size, int Colours);
