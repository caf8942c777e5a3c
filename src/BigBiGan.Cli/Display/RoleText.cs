using BigBiGan.Dsl.Spec.Planning;

namespace BigBiGan.Cli.Display;

/// <summary>The paper's letter for a network.</summary>
internal static class RoleText
{
    public static string Of(NetworkRole role) => role switch
    {
        NetworkRole.Generator => "G",
        NetworkRole.Encoder => "E",
        NetworkRole.F => "F",
        NetworkRole.H => "H",
        NetworkRole.J => "J",
        NetworkRole.Scores => "scores",
    };
}
