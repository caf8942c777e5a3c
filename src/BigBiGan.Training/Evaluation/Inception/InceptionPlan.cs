using static BigBiGan.Training.Evaluation.Inception.InceptionConvolution;

namespace BigBiGan.Training.Evaluation.Inception;

/// <summary>
/// Inception v3 (Szegedy et al., 2015) as a table, under torchvision's names, up to the 2048 channels whose spatial mean are the features. What a
/// state dict must hold and what the network calculates are both read from it.
/// </summary>
internal static class InceptionPlan
{
    /// <summary>Channels at the end.</summary>
    public const int Features = 2048;

    /// <summary>Height and width of the images that it reads.</summary>
    public const int ImageSize = 299;

    /// <param name="mean">The pool of all blocks that have a mean.</param>
    /// <param name="last">The pool in the last block.</param>
    public static IReadOnlyList<InceptionBlock> Blocks(InceptionPool mean, InceptionPool last) =>
    [
        new("Conv2d_1a_3x3", 3, InceptionBranch.Of(Square("", 32, 3, stride: 2, padded: false))),
        new("Conv2d_2a_3x3", 32, InceptionBranch.Of(Square("", 32, 3, padded: false))),
        new("Conv2d_2b_3x3", 32, InceptionBranch.Of(Square("", 64, 3))),
        new("maxpool1", 64, new InceptionBranch(InceptionPool.HalvingMaximum, [])),
        new("Conv2d_3b_1x1", 64, InceptionBranch.Of(Square("", 80, 1))),
        new("Conv2d_4a_3x3", 80, InceptionBranch.Of(Square("", 192, 3, padded: false))),
        new("maxpool2", 192, new InceptionBranch(InceptionPool.HalvingMaximum, [])),
        A("Mixed_5b", 192, 32, mean),
        A("Mixed_5c", 256, 64, mean),
        A("Mixed_5d", 288, 64, mean),
        B("Mixed_6a", 288),
        C("Mixed_6b", 768, 128, mean),
        C("Mixed_6c", 768, 160, mean),
        C("Mixed_6d", 768, 160, mean),
        C("Mixed_6e", 768, 192, mean),
        D("Mixed_7a", 768),
        E("Mixed_7b", 1280, mean),
        E("Mixed_7c", Features, last),
    ];

    private static InceptionBlock A(string name, int inputs, int pooled, InceptionPool pool) => new(
        name, inputs,
        InceptionBranch.Of(Square("branch1x1", 64, 1)),
        InceptionBranch.Of(Square("branch5x5_1", 48, 1), Square("branch5x5_2", 64, 5)),
        InceptionBranch.Of(Square("branch3x3dbl_1", 64, 1), Square("branch3x3dbl_2", 96, 3), Square("branch3x3dbl_3", 96, 3)),
        new InceptionBranch(pool, [Square("branch_pool", pooled, 1)]));

    /// <summary>35 px to 17.</summary>
    private static InceptionBlock B(string name, int inputs) => new(
        name, inputs,
        InceptionBranch.Of(Square("branch3x3", 384, 3, stride: 2, padded: false)),
        InceptionBranch.Of(
            Square("branch3x3dbl_1", 64, 1), Square("branch3x3dbl_2", 96, 3), Square("branch3x3dbl_3", 96, 3, stride: 2, padded: false)),
        new InceptionBranch(InceptionPool.HalvingMaximum, []));

    private static InceptionBlock C(string name, int inputs, int narrow, InceptionPool pool) => new(
        name, inputs,
        InceptionBranch.Of(Square("branch1x1", 192, 1)),
        InceptionBranch.Of(Square("branch7x7_1", narrow, 1), Row("branch7x7_2", narrow, 7), Column("branch7x7_3", 192, 7)),
        InceptionBranch.Of(
            Square("branch7x7dbl_1", narrow, 1),
            Column("branch7x7dbl_2", narrow, 7), Row("branch7x7dbl_3", narrow, 7),
            Column("branch7x7dbl_4", narrow, 7), Row("branch7x7dbl_5", 192, 7)),
        new InceptionBranch(pool, [Square("branch_pool", 192, 1)]));

    /// <summary>17 px to 8.</summary>
    private static InceptionBlock D(string name, int inputs) => new(
        name, inputs,
        InceptionBranch.Of(Square("branch3x3_1", 192, 1), Square("branch3x3_2", 320, 3, stride: 2, padded: false)),
        InceptionBranch.Of(
            Square("branch7x7x3_1", 192, 1), Row("branch7x7x3_2", 192, 7), Column("branch7x7x3_3", 192, 7),
            Square("branch7x7x3_4", 192, 3, stride: 2, padded: false)),
        new InceptionBranch(InceptionPool.HalvingMaximum, []));

    private static InceptionBlock E(string name, int inputs, InceptionPool pool) => new(
        name, inputs,
        InceptionBranch.Of(Square("branch1x1", 320, 1)),
        new InceptionBranch(
            InceptionPool.None, [Square("branch3x3_1", 384, 1)], Row("branch3x3_2a", 384, 3), Column("branch3x3_2b", 384, 3)),
        new InceptionBranch(
            InceptionPool.None,
            [Square("branch3x3dbl_1", 448, 1), Square("branch3x3dbl_2", 384, 3)],
            Row("branch3x3dbl_3a", 384, 3), Column("branch3x3dbl_3b", 384, 3)),
        new InceptionBranch(pool, [Square("branch_pool", 192, 1)]));

    private static InceptionConvolution Row(string name, int outputs, int width) => new(name, outputs, 1, width);

    private static InceptionConvolution Column(string name, int outputs, int height) => new(name, outputs, height, 1);
}
