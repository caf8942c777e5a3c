namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>Weights that people have of the network, told apart by their classes, and what else they differ in.</summary>
/// <param name="Name">In protocols.</param>
/// <param name="Classes">Rows of <c>fc.weight</c>.</param>
/// <param name="Mean">The pool of all blocks that have a mean.</param>
/// <param name="Last">The pool in the last block.</param>
/// <param name="Middle">Of the pixels from 0 to 255: what the network reads as 0, and how far from there it reads as 1.</param>
/// <param name="Sha256">Of the published file; null where numbers with it have no name of their own.</param>
/// <param name="Files">Where they come from, for messages.</param>
internal sealed record InceptionKind(string Name, int Classes, InceptionPool Mean, InceptionPool Last, double Middle, string? Sha256, string Files)
{
    /// <summary>
    /// The graph of TensorFlow with which FID was introduced. Its means leave out what lies outside the image, its last block has a maximum in
    /// the place of a mean, and its pixels are (v - 128) / 128.
    /// </summary>
    public static readonly InceptionKind Graph2015 = new(
        "inception-2015", 1008, InceptionPool.MeanInside, InceptionPool.Maximum, 128,
        "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2",
        "pt_inception-2015-12-05-6726825d.pth of pytorch-fid or weights-inception-2015-12-05-6726825d.pth of torch-fidelity");

    /// <summary>Torchvision's, which reads (v - 127.5) / 127.5 once its own two normalisations are multiplied out.</summary>
    public static readonly InceptionKind Torchvision = new(
        "inception-torchvision", 1000, InceptionPool.Mean, InceptionPool.Mean, 127.5, null, "inception_v3_google-0cc3c7bd.pth of torchvision");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<InceptionKind> All { get; } = [Graph2015, Torchvision];

    /// <summary>The network of these weights.</summary>
    public IReadOnlyList<InceptionBlock> Blocks { get; } = InceptionPlan.Blocks(Mean, Last);
}
