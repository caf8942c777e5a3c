using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Grids;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Grids;

/// <summary><c>Grids.Table1.Cells</c>: a file per grid, and one for <c>Grids.All</c>.</summary>
internal static class GridEmitter
{
    public static string Emit(GridSource source, CellClasses classes)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, source.SpecFile, source.Namespace);
        code.Line();
        code.Open("public static partial class Grids");
        var summary = source.Grid is null ? "Stands in until the problems of its file are mended."
            : source.Grid.Summary.Length > 0 ? source.Grid.Summary
            : source.Grid.Path;
        code.Line($"/// <summary>{Literal.Doc(summary)}</summary>");
        code.Open($"public static class {source.Name}");
        if (source.Grid is { } grid)
        {
            Cells(code, grid, classes);
        }
        else
        {
            code.Line(
                $"public static {ReadOnlyList}<{Library}.GridCell> Cells => "
                    + $"throw new global::System.InvalidOperationException({Literal.Of($"{source.SpecFile} has problems: see the build's errors")});");
        }

        code.Close();
        code.Close();
        return code.ToString();
    }

    /// <param name="grids">Those without problems.</param>
    public static string EmitList(IEnumerable<ListedGridName> grids, string @namespace)
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
            code.Line($"    new({Literal.Of(grid.Path!)}, {Literal.Of(grid.Name)}, {Literal.Of(grid.Summary)}, {grid.Name}.Cells),");
        }

        code.Line("];");
        code.Close();
        return code.ToString();
    }

    private static void Cells(CodeWriter code, ListedGrid grid, CellClasses classes)
    {
        var fields = Fields(grid);
        foreach (var field in fields)
        {
            code.Line($"private static readonly {Library}.VariantEntry {field.Value} = {classes.EntryOf(field.Key)};");
        }

        var (p, manifest) = (grid.Protocol, grid.Manifest.Length > 0 ? Literal.Of(grid.Manifest) : "null");
        code.Line();
        code.Line("/// <summary>How every cell is measured.</summary>");
        code.Line(
            $"public static {Library}.GridProtocol Protocol {{ get; }} = "
                + $"new(Samples: {p.Samples}, TrainImages: {p.TrainImages}, TestImages: {p.TestImages}, Neighbours: {p.Neighbours}, Batch: {p.Batch});");
        code.Line();
        code.Line("/// <summary>By variant, then by the values of the axes, then by seed.</summary>");
        code.Line($"public static {ReadOnlyList}<{Library}.GridCell> Cells {{ get; }} =");
        code.Line("[");
        foreach (var cell in grid.Cells)
        {
            code.Line(
                $"    new({fields[cell.Variant]}, {Literal.Of(cell.VariantPath)}, [{string.Join(", ", cell.Axes.Select(Axis))}], {cell.Seed}, "
                    + $"{Literal.Of(grid.Data)}, {manifest}, Protocol, {Literal.Of(cell.Identity)}),");
        }

        code.Line("];");
        foreach (var maker in classes.Makers)
        {
            code.Line();
            code.Line(maker);
        }
    }

    private static string Axis(AxisValue axis) => $"new({Literal.Of(axis.Key)}, {Literal.Of(axis.Value)})";

    /// <summary>A field per variant, in the order of the cells: its name, with a number where folders share it.</summary>
    private static Dictionary<string, string> Fields(ListedGrid grid)
    {
        var (fields, names) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var cell in grid.Cells.Where(cell => !fields.ContainsKey(cell.Variant)))
        {
            names.TryGetValue(cell.VariantName, out var same);
            names[cell.VariantName] = same + 1;
            fields.Add(cell.Variant, same == 0 ? $"_{cell.VariantName}" : $"_{cell.VariantName}__{same + 1}");
        }

        return fields;
    }
}
