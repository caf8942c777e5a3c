namespace BigBiGan.Dsl;

/// <summary>
/// Marks the hand-written half of a variant's class. Without it a spec declares its class by itself; with it the
/// generated half joins this class, in its namespace and under its name.
/// </summary>
/// <param name="spec">The spec's path below the models folder, with ending: <c>imagenet/base.yaml</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class VariantAttribute(string spec) : Attribute
{
    public string Spec { get; } = spec;
}
