using BigBiGan.Dsl.Spec.Values;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>The table of all keys of a calibration: how fast a device trains, measured once and written down.</summary>
public static class CalibrationKeys
{
    private static readonly KeyRows Rows = new(); // before all rows: initializers run in the order of the text

    public static readonly Key<string> Calibration = Rows.Required(
        "calibration", new IdentifierType(), "the name of the device and its setting", "Epyc1Thread");
    public static readonly Key<string> Summary = Rows.Optional(
        "summary", new TextType(), "", "one line for people: what was measured, and how", "\"small/fashion, 600 steps, one thread\"");
    public static readonly Key<double> Rate = Rows.Required(
        "rate", BudgetTypes.Number,
        "cost per second of training: multiply-adds of an image x batch x updates x steps of a run, "
            + "over its seconds; `grid report` tells that of every cell", "14G");

    /// <summary>In the order of docs/grids.md.</summary>
    public static KeySet Table { get; } = new("a calibration", "docs/grids.md", inherits: false, Rows.All);
}
