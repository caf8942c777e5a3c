namespace BigBiGan.Cli.Tests.Workflows;

/// <summary>A fact that needs programs of the system: skipped, by name, where one is missing.</summary>
internal sealed class FactWhereProgramsAreAttribute : FactAttribute
{
    public FactWhereProgramsAreAttribute(params string[] programs)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        if (programs.FirstOrDefault(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))) is { } missing)
        {
            Skip = $"{missing} is not installed";
        }
    }
}
