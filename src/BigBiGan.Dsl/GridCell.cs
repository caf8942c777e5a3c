namespace BigBiGan.Dsl;

/// <summary>A grid that was compiled into the models assembly.</summary>
/// <param name="Path">Below the models folder without ending: <c>grids/table1</c>.</param>
public sealed record GridEntry(string Path, string Name, string Summary, IReadOnlyList<GridCell> Cells);

/// <summary>One training of a grid; written by the compiler.</summary>
/// <param name="Variant">What is trained: a variant of the models folder, or one that only this grid has.</param>
/// <param name="VariantPath">The spec that it varies: <c>small/fashion</c>.</param>
/// <param name="Axes">The values that set it apart from that spec.</param>
/// <param name="Data">The name of the training images.</param>
/// <param name="Manifest">The hash that they must have; null where the grid pins none.</param>
/// <param name="Protocol">How it is measured.</param>
/// <param name="Identity">SHA-256 over resolved variant, data, seed, protocol and semantics version, 64 hex digits.</param>
public sealed record GridCell(
    VariantEntry Variant, string VariantPath, IReadOnlyList<AxisValue> Axes, ulong Seed, string Data, string? Manifest, GridProtocol Protocol, string Identity);

/// <param name="Key">A key or a group of the spec: <c>training.batch</c>.</param>
/// <param name="Value">As a spec would have it; <c>~</c> where the key is removed.</param>
public sealed record AxisValue(string Key, string Value);

/// <param name="Samples">For distances, and as many real images.</param>
/// <param name="TrainImages">For probe and neighbours.</param>
/// <param name="TestImages">For probe and neighbours.</param>
/// <param name="Neighbours">The k of nearest neighbours.</param>
/// <param name="Batch">Images per forward.</param>
public sealed record GridProtocol(int Samples, int TrainImages, int TestImages, int Neighbours, int Batch);
