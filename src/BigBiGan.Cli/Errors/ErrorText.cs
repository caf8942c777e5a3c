using System.Reflection;
using System.Runtime.InteropServices;
using BigBiGan.Dsl.Kernels;
using BigBiGan.Dsl.Native;
using BigBiGan.Dsl.Replicas;
using BigBiGan.Experiments.Running;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Exports;

namespace BigBiGan.Cli.Errors;

/// <summary>What the command says of an exception.</summary>
internal static class ErrorText
{
    private const string NoMemory = "there is not enough memory for this; take a smaller --batch or fewer images, or another machine";

    /// <summary>What libtorch says where an allocation fails, on the GPU, in its own allocator and in the C++ library.</summary>
    private static readonly string[] NativeShortage = ["out of memory", "can't allocate memory", "not enough memory", "bad_alloc"];

    /// <summary>Says what ended a command.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(Exception exception)
    {
        if (OneLine(exception) is { } line)
        {
            Console.Error.WriteLine($"bigbigan: {line}");
            return exception is OperationCanceledException ? ExitCode.Interrupted : ExitCode.Mistake;
        }

        Console.Error.WriteLine($"bigbigan: internal error, please report it with the lines below: {exception.Message.Split('\n')[0]}");
        Console.Error.WriteLine(exception);
        return ExitCode.Fault;
    }

    /// <summary>What the user can mend; null where the fault is ours.</summary>
    public static string? OneLine(Exception exception) => exception switch
    {
        UserMistake or RunException or DataSourceException or ExportException or KernelException or LibTorchException or ReplicaException
            or OperationCanceledException =>
            exception.Message.TrimEnd('.').ReplaceLineEndings(" "),
        // a missing assembly is a fault of the build
        FileLoadException or FileNotFoundException { FusionLog: not null } => null,
        IOException or UnauthorizedAccessException => exception.Message.TrimEnd('.'),
        OutOfMemoryException => NoMemory,
        ExternalException when NativeShortage.Any(words => exception.Message.Contains(words, StringComparison.Ordinal)) => NoMemory,
        // work that several threads share, and first uses of a type, wrap what went wrong
        AggregateException or TypeInitializationException or TargetInvocationException when exception.InnerException is { } inner => OneLine(inner),
        _ => null,
    };
}
