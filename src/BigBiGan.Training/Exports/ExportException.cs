namespace BigBiGan.Training.Exports;

/// <summary>A file or folder that cannot be written or read; the message is one line for the user: what, where, expected, found, what to do.</summary>
public sealed class ExportException(string message) : Exception(message);
