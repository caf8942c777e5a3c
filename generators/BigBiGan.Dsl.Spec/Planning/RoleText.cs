namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>The paper's letter for a network.</summary>
public static class RoleText
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
