namespace BigBiGan.Cli.Commands.Grids;

/// <summary>How this program is started again.</summary>
internal static class ThisProgram
{
    /// <summary>Its file, behind <c>dotnet</c> where it is a library.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        Environment.ProcessPath!,
        .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
            : Array.Empty<string>(),
    ];
}
