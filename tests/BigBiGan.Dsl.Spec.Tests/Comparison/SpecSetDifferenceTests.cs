using BigBiGan.Dsl.Spec.Comparison;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Comparison;

public sealed class SpecSetDifferenceTests
{
    private const string Point = "variant: Point\nextends: fashion\nencoder: { posterior: point }\n";
    private const string Lab = "grid: Lab\nvariants: [../small/fashion, ../small/point]\nseeds: [0, 1]\ndata: fashion-mini\nproduct: { training.batch: [16, 64], training.ema: [0.5] }\n";

    private static readonly (string Path, string Text)[] Before = [("small/fashion.yaml", Samples.Fashion), ("small/point.yaml", Point), ("grids/lab.yaml", Lab)];

    [Fact]
    public void What_did_not_move_is_counted_and_no_more()
    {
        var difference = Between(Before, [("grids/lab.yaml", Lab.With("grid: Lab", "# words\nsummary: words\ngrid: Lab")), .. Before[..2]]);
        Assert.Equal((0, 0, 0, 2, 0, 0), (difference.Added.Count, difference.Removed.Count, difference.Changed.Count, difference.Unchanged, difference.Grids.Count, difference.Unsound.Count));
    }

    [Fact]
    public void A_change_of_a_base_reaches_its_descendants_and_their_cells()
    {
        var difference = Between(Before, With("small/fashion.yaml", Samples.Fashion.With("shared: 16", "shared: 8")));
        Assert.Equal(["small/fashion", "small/point"], difference.Changed.Select(one => one.After));
        Assert.All(difference.Changed, one => Assert.Equal(["generator.shared: 16 (small/fashion.yaml) -> 8 (small/fashion.yaml)"], one.Keys.Lines()));
        var grid = Assert.Single(difference.Grids);
        Assert.Equal(("grids/lab", 8, 0, 0, 0), (grid.Path, grid.Stale.Count, grid.Added.Count, grid.Removed.Count, grid.Kept));
        Assert.Equal("small/fashion, training.batch 16, training.ema 0.5, seed 0", grid.Stale[0].Label);
        Assert.All(grid.Stale, cell => Assert.Equal(["generator.shared"], cell.Moved));
        Assert.All(grid.Stale, cell => Assert.NotEqual(cell.Before, cell.After));
    }

    [Fact]
    public void A_value_that_an_axis_overrides_makes_no_cell_stale()
    {
        var difference = Between(Before, With("small/fashion.yaml", Samples.Fashion.With("ema: 0.998", "ema: 0.9")));
        Assert.Equal(2, difference.Changed.Count);
        Assert.Empty(difference.Grids);
    }

    [Theory]
    [InlineData("data: fashion-mini", "data: fashion", "data")]
    [InlineData("data: fashion-mini", "data: fashion-mini\nmanifest: 74d6300c486db042068eabd8778f526a03a8b4dd4176e39872f5af3f3f4c33e1", "manifest")]
    [InlineData("data: fashion-mini", "data: fashion-mini\nprotocol: { samples: 100 }", "protocol")]
    public void What_a_cell_is_measured_on_makes_it_stale(string old, string replacement, string moved) =>
        Assert.All(Assert.Single(Between(Before, With("grids/lab.yaml", Lab.With(old, replacement))).Grids).Stale, cell => Assert.Equal([moved], cell.Moved));

    [Fact]
    public void Another_value_of_an_axis_is_another_cell_and_its_order_no_matter()
    {
        var changed = Lab.With("training.batch: [16, 64], training.ema: [0.5]", "training.ema: [0.5], training.batch: [64, 32]");
        var grid = Assert.Single(Between(Before, With("grids/lab.yaml", changed)).Grids);
        Assert.Equal((0, 4, 4, 4), (grid.Stale.Count, grid.Added.Count, grid.Removed.Count, grid.Kept));
        Assert.Equal("small/fashion, training.ema 0.5, training.batch 32, seed 0", grid.Added[0].Label);
        Assert.Equal("small/fashion, training.batch 16, training.ema 0.5, seed 0", grid.Removed[0].Label);
    }

    [Fact]
    public void A_cell_of_another_name_with_the_same_identity_keeps_its_results()
    {
        var renamed = Between(Before, [("small/fashion.yaml", Samples.Fashion), ("small/dot.yaml", Point.With("Point", "Dot")), ("grids/lab.yaml", Lab.With("../small/point", "../small/dot"))]);
        Assert.Empty(renamed.Grids);
        Assert.Equal([new Renaming("small/point", "small/dot")], renamed.Renamed);
        Assert.Equal((0, 0, 1), (renamed.Added.Count, renamed.Removed.Count, renamed.Unchanged));

        var changed = Between(Before, [("small/fashion.yaml", Samples.Fashion), ("small/dot.yaml", Point.With("Point", "Dot").With("posterior: point", "head: { width: 64 }")), Before[2]]);
        Assert.Equal((0, "small/dot", "small/point"), (changed.Renamed.Count, Assert.Single(changed.Added), Assert.Single(changed.Removed)));
    }

    [Fact]
    public void A_grid_of_the_same_cells_under_another_path_is_renamed()
    {
        var renamed = Between(Before, [.. Before[..2], ("grids/other.yaml", Lab.With("grid: Lab", "grid: Other"))]);
        Assert.Equal([new Renaming("grids/lab", "grids/other")], renamed.RenamedGrids);
        Assert.Empty(renamed.Grids);
    }

    [Fact]
    public void A_grid_that_comes_has_its_cells_added_and_one_that_goes_removed()
    {
        Assert.Equal(8, Assert.Single(Between(Before[..2], Before).Grids).Added.Count);
        Assert.Equal(8, Assert.Single(Between(Before, Before[..2]).Grids).Removed.Count);
    }

    [Fact]
    public void Of_one_variant_there_are_its_own_cells()
    {
        var difference = Between(Before, With("small/fashion.yaml", Samples.Fashion.With("shared: 16", "shared: 8")), "small/point");
        Assert.Equal("small/point", Assert.Single(difference.Changed).After);
        Assert.Equal(0, difference.Unchanged);
        Assert.All(Assert.Single(difference.Grids).Stale, cell => Assert.StartsWith("small/point, ", cell.Label));
    }

    [Fact]
    public void What_is_unsound_is_named_and_neither_added_nor_removed()
    {
        var difference = Between(Before, With("small/fashion.yaml", Samples.Fashion.With("size: 32", "size: 31")));
        Assert.Equal(
            [("grids/lab.yaml", false, true), ("small/fashion.yaml", false, true), ("small/point.yaml", false, true)],
            difference.Unsound.Select(file => (file.Path, file.Before, file.After)));
        Assert.Null(difference.Unsound[0].Problem);
        Assert.StartsWith("small/fashion.yaml(", difference.Unsound[1].Problem);
        Assert.Contains("error BBG0", difference.Unsound[1].Problem);
        Assert.Equal(difference.Unsound[1].Problem, difference.Unsound[2].Problem); // it extends the other
        Assert.Equal((0, 0, 0, 0, 0), (difference.Added.Count, difference.Removed.Count, difference.Changed.Count, difference.Unchanged, difference.Grids.Count));
    }

    private static (string Path, string Text)[] With(string path, string text) => [(path, text), .. Before.Where(file => file.Path != path)];

    private static SpecSetDifference Between((string Path, string Text)[] before, (string Path, string Text)[] after, string? variant = null) =>
        SpecSetDifference.Between(SpecSet.Read(before), SpecSet.Read(after), variant);
}
