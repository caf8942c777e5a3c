using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Model;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>The typed tensors that variants speak in: one struct per latent size and per image size and colours.</summary>
internal static class TensorTypes
{
    public static string Latent(int size) => $"Latent{size}";

    public static string Image(int size, int colours) => colours == 1 ? $"Grey{size}" : $"Image{size}";

    public static string Labels(int classes) => $"Labels{classes}";

    /// <summary>Every struct that a variant names.</summary>
    public static IEnumerable<TensorType> Of(Variant variant)
    {
        yield return new TensorType(TensorKind.Latent, Latent(variant.Latent.Size), variant.Latent.Size, 0);
        yield return new TensorType(TensorKind.Image, Image(variant.Image.Size, variant.Image.Colours), variant.Image.Size, variant.Image.Colours);
        if (variant.Labels is { } labels)
        {
            yield return new TensorType(TensorKind.Labels, Labels(labels.Classes), labels.Classes, 0);
        }

        if (variant.Encoder is { } encoder)
        {
            yield return new TensorType(TensorKind.Image, Image(encoder.Image, variant.Image.Colours), encoder.Image, variant.Image.Colours);
        }
    }

    public static string Emit(IEnumerable<TensorType> types, string @namespace)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, "the tensor types of all specs", @namespace);
        foreach (var type in types)
        {
            code.Line();
            switch (type.Kind)
            {
                case TensorKind.Latent:
                    EmitLatent(code, type);
                    break;
                case TensorKind.Image:
                    EmitImage(code, type);
                    break;
                case TensorKind.Labels:
                    EmitLabels(code, type);
                    break;
            }
        }

        return code.ToString();
    }

    private static void EmitLatent(CodeWriter code, TensorType type)
    {
        code.Line($"/// <summary>Latents of {type.Size}. [N, {type.Size}]</summary>");
        code.Open($"public readonly record struct {type.Name}({Tensor} Tensor) : {Typed}.ILatent<{type.Name}>, global::System.IDisposable");
        code.Line($"public static int Size => {type.Size};");
        code.Line();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The shape is another.</exception>");
        code.Line($"public static {type.Name} From({Tensor} tensor) => new({Typed}.TensorShape.Check(tensor, {type.Size}));");
        code.Line();
        code.Line("public void Dispose() => Tensor.Dispose();");
        code.Close();
    }

    private static void EmitLabels(CodeWriter code, TensorType type)
    {
        code.Line($"/// <summary>Class labels from 0 to {type.Size - 1}. [N], int64</summary>");
        code.Open($"public readonly record struct {type.Name}({Tensor} Tensor) : {Typed}.ILabels<{type.Name}>, global::System.IDisposable");
        code.Line($"public static int Classes => {type.Size};");
        code.Line();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The shape is another.</exception>");
        code.Line($"public static {type.Name} From({Tensor} tensor) => new({Typed}.TensorShape.Check(tensor));");
        code.Line();
        code.Line("public void Dispose() => Tensor.Dispose();");
        code.Close();
    }

    private static void EmitImage(CodeWriter code, TensorType type)
    {
        code.Line($"/// <summary>Images in [-1, 1]. [N, {type.Colours}, {type.Size}, {type.Size}]</summary>");
        code.Open($"public readonly record struct {type.Name}({Tensor} Tensor) : {Typed}.IImage<{type.Name}>, global::System.IDisposable");
        code.Line($"public static int Size => {type.Size};");
        code.Line();
        code.Line($"public static int Colours => {type.Colours};");
        code.Line();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The shape is another.</exception>");
        code.Line($"public static {type.Name} From({Tensor} tensor) => new({Typed}.TensorShape.Check(tensor, {type.Colours}, {type.Size}, {type.Size}));");
        code.Line();
        code.Line("public void Dispose() => Tensor.Dispose();");
        code.Close();
    }
}

/// <param name="Size">Dimensions of a latent, pixels of an image, classes of labels.</param>
/// <param name="Colours">Of an image only.</param>
internal sealed record TensorType(TensorKind Kind, string Name, int Size, int Colours);

internal enum TensorKind
{
    Latent,
    Image,
    Labels,
}
