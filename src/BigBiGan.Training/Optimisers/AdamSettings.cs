namespace BigBiGan.Training.Optimisers;

/// <param name="Rate">Constant over the run.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
public sealed record AdamSettings(double Rate, double Beta1, double Beta2, double Epsilon);
