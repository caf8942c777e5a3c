namespace BigBiGan.Cli.Errors;

/// <summary>What the user can mend: one clear line, exit code 1.</summary>
internal sealed class UserMistake(string message) : Exception(message);
