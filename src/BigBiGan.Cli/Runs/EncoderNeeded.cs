using BigBiGan.Cli.Errors;
using BigBiGan.Dsl;

namespace BigBiGan.Cli.Runs;

internal static class EncoderNeeded
{
    /// <exception cref="UserMistake">The run's variant is a plain GAN.</exception>
    public static IInference Check(Trained trained, string command) => trained.Model as IInference
        ?? throw new UserMistake($"{trained.Folder.Path}: {trained.Folder.Identity.Variant} has no encoder; '{command}' needs one");
}
