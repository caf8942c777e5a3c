namespace BigBiGan.Dsl.Spec.Comparison;

/// <summary>A count before and after: parameters, multiply-adds.</summary>
public readonly record struct Change(long Before, long After)
{
    public bool IsNone => Before == After;

    /// <summary>After minus before in percent of before; null where there was nothing before.</summary>
    public double? Percent => Before == 0 ? null : 100.0 * (After - Before) / Before;
}
