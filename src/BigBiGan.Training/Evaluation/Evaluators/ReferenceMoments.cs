using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Evaluation.Evaluators;

/// <summary>Mean and covariance of the features of images that are not here, such as other tools publish.</summary>
/// <param name="Name">In protocols: the file's name and the beginning of its hash.</param>
/// <param name="Moments">Of the features that the judge has, too.</param>
public sealed record ReferenceMoments(string Name, FeatureMoments Moments);
