using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>A grid that was expanded and proven: every cell is a variant without problems.</summary>
/// <param name="Path">Below the models folder without ending: <c>grids/table1</c>.</param>
/// <param name="Name">What <c>grid:</c> says.</param>
/// <param name="Summary">One line for people; empty where the grid has none.</param>
/// <param name="Data">The name of the training images.</param>
/// <param name="Manifest">The hash that pins them; empty where the grid pins none.</param>
/// <param name="Speed">Of the device that the grid's calibration measured; null where it names none.</param>
/// <param name="Cells">By variant, then by axes, then by seed; never empty.</param>
/// <param name="Folded">Cells that are no others than some of <paramref name="Cells"/>.</param>
public sealed record GridPlan(
    string Path, string Name, string Summary, string Data, string Manifest,
    GridProtocol Protocol, DeviceSpeed? Speed, EquatableArray<GridCell> Cells, EquatableArray<FoldedCell> Folded)
{
    /// <summary>Of all cells together.</summary>
    public double Cost => Cells.Sum(cell => cell.Cost);
}

/// <param name="Device">The calibration's name.</param>
/// <param name="Rate">Cost per second of training.</param>
public sealed record DeviceSpeed(string Device, double Rate)
{
    private const double SecondsOfAnHour = 3600;

    public double Hours(double cost) => cost / Rate / SecondsOfAnHour;
}

/// <summary>One training: a variant with the values of the axes, and a seed.</summary>
/// <param name="Variant">Resolved; a variant of the folder itself where the axes change nothing.</param>
/// <param name="VariantPath">The spec that it varies: <c>small/fashion</c>.</param>
/// <param name="Axes">The values that the cell's variant reads.</param>
/// <param name="Data">The name of the training images.</param>
/// <param name="Identity">SHA-256, 64 hex digits, see <see cref="CellIdentity"/>.</param>
public sealed record GridCell(
    Variant Variant, VariantPlan Plan, string VariantPath, EquatableArray<AxisValue> Axes,
    int Seed, string Data, string Manifest, GridProtocol Protocol, string Identity)
{
    /// <summary>For people: <c>small/fashion, training.batch 32, seed 1</c>.</summary>
    public string Label => $"{CellText.Of(VariantPath, Axes)}, seed {Seed}";

    /// <summary>Multiply-adds of one image through all networks, times batch, updates and steps: what cells are compared by, no time.</summary>
    public double Cost => (double)Plan.MultiplyAdds * Variant.Training.Batch * Plan.Objective.UpdatesPerStep * Variant.Training.Steps;
}

/// <param name="Key">A key or a group of the spec.</param>
/// <param name="Value">In its canonical spelling; <c>~</c> where it is removed.</param>
public sealed record AxisValue(string Key, string Value);

/// <param name="Label">The cell that was written.</param>
/// <param name="Into">The cell that it is: the code reads no difference.</param>
public sealed record FoldedCell(string Label, string Into);

/// <summary>How the cells are measured. Numbers of different protocols never share a column.</summary>
/// <param name="Samples">For distances, and as many real images.</param>
/// <param name="TrainImages">For probe and neighbours.</param>
/// <param name="TestImages">For probe and neighbours.</param>
/// <param name="Neighbours">The k of nearest neighbours.</param>
/// <param name="Batch">Images per forward.</param>
public sealed record GridProtocol(int Samples, int TrainImages, int TestImages, int Neighbours, int Batch)
{
    public override string ToString() =>
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            "samples {0}, train-images {1}, test-images {2}, neighbours {3}, batch {4}",
            Samples, TrainImages, TestImages, Neighbours, Batch);
}

/// <summary>A grid's plan, or what is wrong with it.</summary>
/// <param name="Plan">Null where a problem, here or in a variant, stands in the way.</param>
public sealed record CompiledGrid(GridPlan? Plan, EquatableArray<Problem> Problems);

internal static class CellText
{
    public static string Of(string variant, IEnumerable<AxisValue> axes) =>
        string.Join(", ", new[] { variant }.Concat(axes.Select(axis => $"{axis.Key} {axis.Value}")));
}
