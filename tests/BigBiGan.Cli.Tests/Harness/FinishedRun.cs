namespace BigBiGan.Cli.Tests.Harness;

/// <summary>One tiny run that many tests look at, trained by the first that asks.</summary>
internal static class FinishedRun
{
    public const int Steps = 30;

    private static readonly Lazy<(string Folder, Answer Answer)> Run = new(() =>
    {
        var folder = Workplace.New("finished");
        var answer = Bigbigan.Run([.. Measured, "--steps", $"{Steps}", "--run", folder, "--json"]).Succeeds();

        // a slow machine stores one on the way too
        foreach (var earlier in Directory.GetFiles(Path.Combine(folder, "checkpoints")).Where(file => !file.Contains($"step-{Steps:00000000}", StringComparison.Ordinal)))
        {
            File.Delete(earlier);
        }

        return (folder, answer);
    });

    /// <summary>A run over one thread, so that bytes can be compared.</summary>
    public static string[] Arguments => [.. Measured[..4], "--no-evaluation", .. Measured[4..]];

    /// <summary>That run with the evaluation at its end, which takes several times as long as the training.</summary>
    public static string[] Measured => ["train", "fashion", "--data", Pictures.TwoClasses, "--batch", "8", "--threads", "1", "--seed", "5"];

    /// <summary>The arguments as a line of bash has them: the workplace's name has a space in it.</summary>
    public static string Line => string.Join(' ', Arguments.Select(argument => $"'{argument}'"));

    /// <summary>Not to be written to.</summary>
    public static string Folder => Run.Value.Folder;

    public static Answer Answer => Run.Value.Answer;

    public static string Copy() => Workplace.Copy(Folder);

    /// <summary>The bytes of the checkpoint after a step.</summary>
    public static byte[] Checkpoint(string run, int step) => File.ReadAllBytes(Path.Combine(run, "checkpoints", $"step-{step:00000000}.safetensors"));
}
