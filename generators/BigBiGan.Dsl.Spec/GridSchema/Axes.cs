using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>A key of the variants, or a group, and the values that it takes in turn.</summary>
/// <param name="Path">Of the spec: <c>training.batch</c>.</param>
/// <param name="Place">Where the list of values stands in the grid's file; item i is <c>Place[i]</c>.</param>
public sealed record Axis(string Path, EquatableArray<SpecNode> Values, string Place);

/// <summary>Points of a space of axes: every combination of what product, zip and union give, where they are given.</summary>
/// <param name="Product">Each value with each of the others.</param>
/// <param name="Zip">Side by side: lists of one length.</param>
/// <param name="Union">The points of each, one set after the other.</param>
public sealed record Axes(EquatableArray<Axis> Product, EquatableArray<Axis> Zip, EquatableArray<Axes> Union)
{
    public static Axes None { get; } = new(EquatableArray<Axis>.Empty, EquatableArray<Axis>.Empty, EquatableArray<Axes>.Empty);

    public IEnumerable<Axis> All => Product.Concat(Zip).Concat(Union.SelectMany(part => part.All));

    /// <summary>How many points there are; as a real number, which a long list of lists does not overflow.</summary>
    public double Count => Product.Aggregate(1.0, (count, axis) => count * axis.Values.Count)
        * (Zip.Count > 0 ? Zip[0].Values.Count : 1)
        * (Union.Count > 0 ? Union.Sum(part => part.Count) : 1);

    /// <summary>Every point, the last axis the quickest: product, then zip, then union.</summary>
    internal IEnumerable<IReadOnlyList<Assignment>> Points()
    {
        IEnumerable<IReadOnlyList<Assignment>> points = [[]];
        foreach (var axis in Product)
        {
            points = Each(points, Enumerable.Range(0, axis.Values.Count).Select(i => new[] { Assignment.Of(axis, i) }));
        }

        if (Zip.Count > 0)
        {
            points = Each(points, Enumerable.Range(0, Zip[0].Values.Count).Select(i => Zip.Select(axis => Assignment.Of(axis, i)).ToArray()));
        }

        return Union.Count > 0 ? Each(points, Union.SelectMany(part => part.Points())) : points;
    }

    private static IEnumerable<IReadOnlyList<Assignment>> Each(IEnumerable<IReadOnlyList<Assignment>> points, IEnumerable<IReadOnlyList<Assignment>> more) =>
        points.SelectMany(_ => more, (first, second) => (IReadOnlyList<Assignment>)[.. first, .. second]);
}

/// <summary>One value of one axis.</summary>
/// <param name="Place">Of the value in the grid's file.</param>
internal sealed record Assignment(string Path, SpecNode Value, string Place)
{
    public static Assignment Of(Axis axis, int index) => new(axis.Path, axis.Values[index], KeyPath.Item(axis.Place, index));
}
