namespace BigBiGan.Training.Errors;

/// <summary>Images that cannot be used; the message is one line for the user: what, where, expected, found, what to do.</summary>
public class DataSourceException(string message, Exception? inner = null) : Exception(message, inner);
