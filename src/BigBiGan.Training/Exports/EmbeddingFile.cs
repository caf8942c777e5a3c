using System.Text.Json;
using BigBiGan.Dsl.State;
using Parquet;
using Parquet.Schema;
using static TorchSharp.torch;

namespace BigBiGan.Training.Exports;

/// <summary>
/// Features and latents of images in a file for other programs.
/// What ends in <c>.safetensors</c> or <c>.npz</c> has arrays per split, <c>.parquet</c> a row per image.
/// </summary>
public static class EmbeddingFile
{
    /// <summary>Rows of Parquet that are turned into its columns at once.</summary>
    private const int GroupRows = 5000;

    /// <summary>The formats by their endings.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".safetensors", ".npz", ".parquet"];

    /// <param name="path">Its ending decides the format. Replaced in one piece.</param>
    /// <param name="about">Where the numbers come from: run, step, data.</param>
    /// <exception cref="ArgumentException">The path ends in none of <see cref="Endings"/>.</exception>
    public static void Write(string path, IReadOnlyList<EmbeddedImages> splits, IReadOnlyDictionary<string, string> about)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".safetensors":
                WriteSafetensors(path, splits, about);
                break;
            case ".npz":
                WriteNpz(path, splits, about);
                break;
            case ".parquet":
                DurableFile.Write(path, stream => WriteParquet(stream, splits, about).GetAwaiter().GetResult());
                break;
            default:
                throw new ArgumentException($"{path} does not end in one of {string.Join(", ", Endings)}.", nameof(path));
        }
    }

    /// <summary>Tensors are numbers only: texts stand in the metadata, as JSON.</summary>
    private static void WriteSafetensors(string path, IReadOnlyList<EmbeddedImages> splits, IReadOnlyDictionary<string, string> about)
    {
        using var scope = NewDisposeScope();
        var metadata = new Dictionary<string, string>(about) { ["classes"] = JsonSerializer.Serialize(splits[0].Images.ClassTitles) };
        foreach (var split in splits.Where(split => split.Files is not null))
        {
            metadata[$"{split.Split}.files"] = JsonSerializer.Serialize(split.Files);
        }

        SafeTensorFile.Write(path, splits.SelectMany(Numbers), metadata);
    }

    private static void WriteNpz(string path, IReadOnlyList<EmbeddedImages> splits, IReadOnlyDictionary<string, string> about)
    {
        using var scope = NewDisposeScope();
        var numbers = splits.SelectMany(Numbers).Select(named => (named.Name, NpyArray.Of(named.Tensor)));
        var files = splits.Where(split => split.Files is not null).Select(split => ($"{split.Split}.files", NpyArray.Of(split.Files!)));
        NpzFile.Write(path, [.. numbers, .. files, ("classes", NpyArray.Of(splits[0].Images.ClassTitles))], JsonSerializer.Serialize(about));
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Numbers(EmbeddedImages split)
    {
        yield return ($"{split.Split}.features", split.Features);
        if (split.Latents is { } latents)
        {
            yield return ($"{split.Split}.latents", latents);
        }

        if (split.Labels is { } labels)
        {
            yield return ($"{split.Split}.labels", tensor(labels));
        }

        yield return ($"{split.Split}.index", tensor(split.Index));
    }

    /// <summary>Columns of what there is: <c>split</c>, <c>index</c>, <c>file</c>, <c>label</c>, <c>class</c>, <c>features</c>, <c>latents</c>.</summary>
    private static async Task WriteParquet(Stream stream, IReadOnlyList<EmbeddedImages> splits, IReadOnlyDictionary<string, string> about)
    {
        var first = splits[0];
        var schema = new ParquetSchema(Columns(first));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        writer.CustomMetadata = about;
        foreach (var split in splits)
        {
            for (var row = 0; row < split.Images.Count; row += GroupRows)
            {
                await WriteGroup(writer, schema.GetDataFields(), split, row, Math.Min(GroupRows, split.Images.Count - row));
            }
        }
    }

    private static IEnumerable<Field> Columns(EmbeddedImages images)
    {
        yield return new DataField("split", typeof(string), isNullable: false);
        yield return new DataField<long>("index");
        if (images.Files is not null)
        {
            yield return new DataField("file", typeof(string), isNullable: false);
        }

        if (images.Labels is not null)
        {
            yield return new DataField<long>("label");
            yield return new DataField("class", typeof(string), isNullable: false);
        }

        yield return new ListField("features", new DataField<float>("element"));
        if (images.Latents is not null)
        {
            yield return new ListField("latents", new DataField<float>("element"));
        }
    }

    private static async Task WriteGroup(ParquetWriter writer, DataField[] fields, EmbeddedImages images, int first, int count)
    {
        using var group = writer.CreateRowGroup();
        foreach (var field in fields)
        {
            await (field.Path.FirstPart switch
            {
                "split" => group.WriteAsync(field, [.. Enumerable.Repeat(images.Split, count)]),
                "index" => group.WriteAsync<long>(field, images.Index.AsMemory(first, count)),
                "file" => group.WriteAsync(field, [.. images.Files!.Skip(first).Take(count)]),
                "label" => group.WriteAsync<long>(field, images.Labels!.AsMemory(first, count)),
                "class" => group.WriteAsync(field, [.. images.Classes!.Skip(first).Take(count)]),
                "features" => WriteRows(group, field, images.Features, first, count),
                _ => WriteRows(group, field, images.Latents!, first, count),
            });
        }
    }

    /// <summary>A list per row: a value that begins a list repeats nothing, each after it repeats at the list's level.</summary>
    private static Task WriteRows(ParquetRowGroupWriter group, DataField field, Tensor rows, int first, int count)
    {
        var width = (int)rows.size(1);
        float[] values;
        using (var part = rows.narrow(0, first, count))
        {
            values = part.data<float>().ToArray();
        }

        int[] whole = [.. Enumerable.Repeat(field.MaxDefinitionLevel, values.Length)];
        int[] repetitions = [.. Enumerable.Range(0, values.Length).Select(i => i % width == 0 ? 0 : field.MaxRepetitionLevel)];
        return group.WriteAllPartsAsync<float>(field, values, whole.AsMemory(), repetitions.AsMemory(), CancellationToken.None);
    }
}
