using System.Text.RegularExpressions;

namespace BigBiGan.Training.Tests.Loop.Golden;

/// <summary>The reference vector's state names in ours: <c>G.blocks.0.0.bn1.gain.u0</c> is <c>G.block1.norm1.gain.u0</c>.</summary>
internal static partial class GoldenNames
{
    public static string Ours(string golden)
    {
        var name = ConvolutionBlock().Replace(golden, match => $"block{Next(match)}.");
        name = HeadBlock().Replace(name, match => $"E.head{Next(match)}.");
        name = Linear().Replace(name, match => $"block{Next(match)}.");
        name = Unit().Replace(name, match => $"stage{Next(match)}Unit1.");
        name = Norm().Replace(name, "norm$1.");
        return name.Replace("conv_sc.", "shortcut.").Replace("fc", "linear").Replace("proj.", "projection.").Replace("backbone.", "")
            .Replace("stem.0.", "stem.conv.").Replace("E.out.", "E.output.").Replace("G.linear.", "G.stem.").Replace("out_norm.", "outputNorm.")
            .Replace("out_conv.", "outputConv.").Replace("score_xz.", "score_joint.");
    }

    private static int Next(Match match) => int.Parse(match.Groups[1].Value) + 1;

    [GeneratedRegex(@"blocks\.(\d)\.0\.")]
    private static partial Regex ConvolutionBlock();

    [GeneratedRegex(@"E\.head\.blocks\.(\d)\.")]
    private static partial Regex HeadBlock();

    [GeneratedRegex(@"blocks\.(\d)\.")]
    private static partial Regex Linear();

    [GeneratedRegex(@"stages\.(\d)\.0\.")]
    private static partial Regex Unit();

    [GeneratedRegex(@"bn(\d)\.")]
    private static partial Regex Norm();
}
