using System.Text.RegularExpressions;

namespace BigBiGan.Dsl.Tests.Golden;

/// <summary>The state names of the reference vectors in ours.</summary>
internal static partial class StateName
{
    public static string Of(string golden)
    {
        var name = Residual().Replace(golden, m => $"block{int.Parse(m.Groups[1].Value) + 1}.");
        name = AttentionAfter().Replace(name, "attention.");
        name = Unit().Replace(name, m => $"stage{int.Parse(m.Groups[1].Value) + 1}Unit{int.Parse(m.Groups[2].Value) + 1}.");
        name = Mlp().Replace(name, m => $"{m.Groups[1].Value}block{int.Parse(m.Groups[2].Value) + 1}.");
        return Norm().Replace(name, "norm$1.").Replace("conv_sc.", "shortcut.").Replace("fc", "linear").Replace("proj.", "projection.")
            .Replace("stem.0.", "stem.conv.");
    }

    [GeneratedRegex(@"blocks\.(\d+)\.0\.")]
    private static partial Regex Residual();

    [GeneratedRegex(@"blocks\.\d+\.1\.(?!fc|skip)")]
    private static partial Regex AttentionAfter();

    [GeneratedRegex(@"stages\.(\d+)\.(\d+)\.")]
    private static partial Regex Unit();

    [GeneratedRegex(@"^((?:\w+\.)?)blocks\.(\d+)\.(?=fc|skip)")]
    private static partial Regex Mlp();

    [GeneratedRegex(@"bn(\d)\.")]
    private static partial Regex Norm();
}
