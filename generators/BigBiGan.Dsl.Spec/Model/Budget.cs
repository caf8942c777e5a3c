namespace BigBiGan.Dsl.Spec.Model;

/// <summary>Limits that a person sets to what a variant may cost; no part of the variant, which trains the same with or without.</summary>
/// <param name="Percent">Of the parameters of what it is compared with.</param>
/// <param name="MultiplyAdds">Of one image through all networks.</param>
/// <param name="Gigabytes">Of the card that an update of the batch must fit on.</param>
internal sealed record Budget(double? Percent, double? MultiplyAdds, double? Gigabytes);
