using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>The table of all keys of a grid; docs/grids.md and models/grid.schema.json follow it.</summary>
public static class GridKeys
{
    private static readonly KeyRows Rows = new(); // before all rows: initializers run in the order of the text

    private static readonly IntegerType Images = new(1, 10_000_000);

    public static readonly Key<string> Grid = Rows.Required(
        "grid", new IdentifierType(),
        "the name of the grid: its cells are `Grids.Table1.Cells` in C#", "Table1");
    public static readonly Key<string> Summary = Rows.Optional("summary", new TextType(), "", "one line for people", "\"every row of Table 1\"");
    public static readonly Key<EquatableArray<string>> Variants = Rows.Required(
        "variants", new VariantListType(),
        "the specs to compare, as `extends` would name them", "[../small/fashion, ../small/no-e]");
    public static readonly Key<EquatableArray<int>> Seeds = Rows.Required("seeds", new SeedsType(), "each cell is trained once with each", "[0, 1, 2]");
    public static readonly Key<string> Data = Rows.Required(
        "data", new DataNameType(),
        "the name of the training images, as protocols name them; where they lie is said when the grid runs", "fashion-mini");
    public static readonly Key<string> Manifest = Rows.Optional<string>(
        "manifest", new ManifestType(), "",
        "the hash of the images, which pins them: part of each cell's identity",
        "74d6300c486db042068eabd8778f526a03a8b4dd4176e39872f5af3f3f4c33e1", none: true);

    public static readonly Key<EquatableArray<Axis>> Product = Rows.Optional(
        "product", new AxisMapType(sideBySide: false), EquatableArray<Axis>.Empty,
        "keys of the variants with the values that each takes: every combination", "{ training.batch: [16, 32] }", none: true);
    public static readonly Key<EquatableArray<Axis>> Zip = Rows.Optional(
        "zip", new AxisMapType(sideBySide: true), EquatableArray<Axis>.Empty,
        "keys that change together: the first values, the second values, and so on",
        "{ training.learning-rate.G: [1e-4, 4e-4], training.learning-rate.D: [4e-4, 4e-4] }", none: true);
    public static readonly Key<EquatableArray<Axes>> Union = Rows.Optional(
        "union", new UnionType(), EquatableArray<Axes>.Empty,
        "alternatives, each with a `product`, a `zip` or a `union` of its own: first the points of one, then of the next",
        "[{ product: { training.ema: [0, 0.99] } }, { product: { encoder.posterior: [point] } }]", none: true);
    public static readonly Key<EquatableArray<OnlyWhen>> OnlyWhen = Rows.Optional(
        "only-when", new OnlyWhenType(), EquatableArray<OnlyWhen>.Empty,
        "conditions of axes: where one does not hold, its key stays what the variant says",
        "{ training.discriminator-steps: { variant: ../small/fashion } }", none: true);
    public static readonly Key<EquatableArray<Condition>> Exclude = Rows.Optional(
        "exclude", new ExcludeType(), EquatableArray<Condition>.Empty,
        "the cells to leave out, by variant, seed and keys", "[{ variant: ../small/no-e, seed: 2 }]", none: true);

    public static readonly Key<double> BudgetParameters = Rows.Optional(
        "budget.parameters", BudgetTypes.Percent, 0,
        "how many parameters more or fewer than the grid's first variant a cell may have", "10%", none: true);
    public static readonly Key<double> BudgetMultiplyAdds = Rows.Optional(
        "budget.multiply-adds", BudgetTypes.Number, 0,
        "the most multiply-adds of one image through all networks of a cell", "60G", none: true);
    public static readonly Key<double> BudgetMemory = Rows.Optional(
        "budget.memory", BudgetTypes.Gigabytes, 0,
        "the memory of the card on which an update of every cell must fit", "80 GB", none: true);
    public static readonly Key<double> BudgetHours = Rows.Optional(
        "budget.hours", BudgetTypes.Number, 0,
        "the most hours of training in all cells together, on the device of `budget.calibration`", "200", none: true);
    public static readonly Key<string> BudgetCalibration = Rows.Optional(
        "budget.calibration", new BasePathType(), "",
        "the file with the measured speed of a device, as `extends` would name it; `grid plan` then shows hours", "../calibrations/cpu", none: true);

    public static readonly Key<int> Samples = Rows.Optional(
        "protocol.samples", Images, 5_000,
        "samples to draw for distances, and real images to compare with", "2000");
    public static readonly Key<int> TrainImages = Rows.Optional("protocol.train-images", Images, 10_000, "training images for probe and neighbours", "2000");
    public static readonly Key<int> TestImages = Rows.Optional("protocol.test-images", Images, 10_000, "test images for probe and neighbours", "500");
    public static readonly Key<int> Neighbours = Rows.Optional("protocol.neighbours", new IntegerType(1, 1_000), 5, "the k of nearest neighbours", "1");
    public static readonly Key<int> Batch = Rows.Optional("protocol.batch", new IntegerType(2, 1_000_000), 250, "images per forward", "100");

    /// <summary>In the order of docs/grids.md.</summary>
    public static KeySet Table { get; } = new("a grid", "docs/grids.md", inherits: false, Rows.All);
}
