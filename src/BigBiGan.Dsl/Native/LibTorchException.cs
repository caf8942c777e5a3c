namespace BigBiGan.Dsl.Native;

/// <summary>There is no libtorch that this program can use: one line says what was looked for, where, and what to do.</summary>
public sealed class LibTorchException(string message) : Exception(message);
