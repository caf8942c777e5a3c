using BigBiGan.Dsl.Spec.Grids;
using static BigBiGan.Dsl.Generator.Emission.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary><c>Grids.Table1.Cells</c>: a file per grid, and one for <c>Grids.All</c>.</summary>
internal static class GridEmitter
{
    public static string Emit(GridSource source)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, source.SpecFile, source.Namespace);
        code.Line();
        code.Open("public static partial class Grids");
        code.Line($"/// <summary>{Literal.Doc(source.Grid is null ? "Stands in until the problems of its file are mended." : source.Grid.Summary.Length > 0 ? source.Grid.Summary : source.Grid.Path)}</summary>");
        code.Open($"public static class {source.Name}");
        if (source.Grid is { } grid)
        {
            Cells(code, grid, source);
        }
        else
        {
            code.Line($"public static {ReadOnlyList}<{Library}.GridCell> Cells => throw new global::System.InvalidOperationException({Literal.Of($"{source.SpecFile} has problems: see the build's errors")});");
        }

        code.Close();
        code.Close();
        return code.ToString();
    }

    /// <param name="grids">Those without problems.</param>
    public static string EmitList(IEnumerable<GridSource> grids, string @namespace)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, "all grids", @namespace);
        code.Line();
        code.Line("/// <summary>Every grid of this assembly.</summary>");
        code.Open("public static partial class Grids");
        code.Line("/// <summary>In the order of their paths.</summary>");
        code.Line($"public static {ReadOnlyList}<{Library}.GridEntry> All {{ get; }} =");
        code.Line("[");
        foreach (var grid in grids)
        {
            code.Line($"    new({Literal.Of(grid.Grid!.Path)}, {Literal.Of(grid.Name)}, {Literal.Of(grid.Grid.Summary)}, {grid.Name}.Cells),");
        }

        code.Line("];");
        code.Close();
        return code.ToString();
    }

    private static void Cells(CodeWriter code, ListedGrid grid, GridSource source)
    {
        var fields = Fields(source);
        foreach (var variant in source.Variants)
        {
            code.Line($"private static readonly {Library}.VariantEntry {fields[variant.Path]} = new({variant.ClassName}.Description, {Literal.Of(variant.SpecFile)}, {variant.ClassName}.Create);");
        }

        var (p, manifest) = (grid.Protocol, grid.Manifest.Length > 0 ? Literal.Of(grid.Manifest) : "null");
        code.Line();
        code.Line("/// <summary>How every cell is measured.</summary>");
        code.Line($"public static {Library}.GridProtocol Protocol {{ get; }} = new(Samples: {p.Samples}, TrainImages: {p.TrainImages}, TestImages: {p.TestImages}, Neighbours: {p.Neighbours}, Batch: {p.Batch});");
        code.Line();
        code.Line("/// <summary>By variant, then by the values of the axes, then by seed.</summary>");
        code.Line($"public static {ReadOnlyList}<{Library}.GridCell> Cells {{ get; }} =");
        code.Line("[");
        foreach (var cell in grid.Cells)
        {
            code.Line($"    new({fields[cell.Variant]}, {Literal.Of(cell.VariantPath)}, [{string.Join(", ", cell.Axes.Select(Axis))}], {cell.Seed}, {Literal.Of(grid.Data)}, {manifest}, Protocol, {Literal.Of(cell.Identity)}),");
        }

        code.Line("];");
    }

    private static string Axis(AxisValue axis) => $"new({Literal.Of(axis.Key)}, {Literal.Of(axis.Value)})";

    /// <summary>The variant's name, with a number where folders share it.</summary>
    private static Dictionary<string, string> Fields(GridSource source)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variant in source.Variants)
        {
            var same = source.Variants.TakeWhile(other => other != variant).Count(other => other.Name == variant.Name);
            fields[variant.Path] = same == 0 ? $"_{variant.Name}" : $"_{variant.Name}__{same + 1}";
        }

        return fields;
    }
}
