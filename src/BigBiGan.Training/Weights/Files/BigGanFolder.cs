using System.Text.RegularExpressions;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Weights.Files;

/// <summary>The folder in which BigGAN-PyTorch keeps the weights of a run: <c>G.pth</c>, <c>G_ema.pth</c>, <c>D.pth</c>, and the same with a suffix.</summary>
/// <param name="Networks">G, or its average where there is no other, and D.</param>
/// <param name="Average">Of G, where G is there too.</param>
public sealed partial record BigGanFolder(IReadOnlyList<string> Networks, string? Average)
{
    /// <exception cref="RunException">It is no such folder, or holds several of a kind.</exception>
    public static BigGanFolder Read(string path)
    {
        if (File.Exists(Path.Combine(path, "run.json")))
        {
            throw new RunException($"{path} is a run of this program; go on with it (train --resume), or export its weights first");
        }

        var files = Directory.GetFiles(path, "*.pth").Order(StringComparer.Ordinal)
            .Select(file => (File: file, Name: Kind().Match(Path.GetFileName(file))))
            .Where(file => file.Name.Success)
            .GroupBy(file => file.Name.Groups["suffix"].Value, file => (file.File, Kind: file.Name.Groups["kind"].Value)).ToList();
        var chosen = files.FirstOrDefault(group => group.Key.Length == 0) ?? (files.Count == 1 ? files[0] : null);
        if (chosen is null)
        {
            throw new RunException(files.Count == 0
                ? $"{path} is a folder without G.pth, G_ema.pth or D.pth; give the files of weights themselves"
                : $"{path} holds the weights of {string.Join(", ", files.Select(group => $"'{group.Key}'"))}; "
                    + "give the files of one of them, and its G_ema with --average");
        }

        var (generator, average, discriminator) = (Of("G"), Of("G_ema"), Of("D"));
        return new BigGanFolder([.. new[] { generator ?? average, discriminator }.OfType<string>()], generator is null ? null : average);

        string? Of(string kind) => chosen.FirstOrDefault(file => file.Kind == kind).File;
    }

    [GeneratedRegex("^(?<kind>G_ema|G|D)(?:_(?!ema\\b|ema_|optim)(?<suffix>.+))?\\.pth$")]
    private static partial Regex Kind();
}
