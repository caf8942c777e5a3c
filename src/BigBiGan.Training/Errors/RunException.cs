namespace BigBiGan.Training.Errors;

/// <summary>A run that cannot start, go on or be stored; the message is one line for the user: what, where, expected, found, what to do.</summary>
public sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
