using System.Runtime.InteropServices;
using System.Text.Json;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// The process in which kernels are tried, since a wrong one can kill: a program serves as its own. It reads a request a line from
/// standard input and answers each with a line.
/// </summary>
public static class KernelWorker
{
    /// <summary>The argument with which a program starts itself as a worker.</summary>
    public const string Argument = "prove-kernels";

    /// <summary>The first line of a program's entry point: serves, and returns true, where the program was started as a worker.</summary>
    /// <param name="program">The program's assembly, by which it starts itself.</param>
    public static bool Serve(string[] args, System.Reflection.Assembly program)
    {
        if (args is not [Argument])
        {
            ProvenKernels.Worker = program.Location;
            return false;
        }

        Serve();
        return true;
    }

    private static void Serve()
    {
        // a terminal's signals reach the worker too; it ends with the program, by the end of its input
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        TorchRuntime.Initialize();
        while (Console.In.ReadLine() is { } line)
        {
            var request = JsonSerializer.Deserialize<KernelRequest>(line, KernelJson.Options)!;
            Console.Out.WriteLine(JsonSerializer.Serialize(InProcess(request), KernelJson.Options));
        }
    }

    /// <summary>Tries a kernel in this process.</summary>
    internal static KernelAttempt InProcess(KernelRequest request)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(request.Kernel.Threads);
            return new KernelAttempt(request.Kernel.Compare(request.Form, request.Timed), null, Conclusive: true);
        }
        catch (Exception problem)
        {
            var memory = problem is OutOfMemoryException || problem.Message.Contains("memory", StringComparison.Ordinal);
            var fault = memory ? "there is not enough memory to try it" : problem.Message.Split('\n')[0];
            return new KernelAttempt(null, fault, Conclusive: problem is ExternalException && !memory);
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}

/// <summary>What a worker is asked.</summary>
internal sealed record KernelRequest(Kernel Kernel, KernelForm Form, bool Timed);

/// <summary>What came of it.</summary>
/// <param name="Fault">Why there are no errors to read; null where there are.</param>
/// <param name="Conclusive">False where nothing was learned about the kernel.</param>
/// <param name="Lasting">False where another day may end otherwise: a machine that is busy enough reaches any limit of time.</param>
internal sealed record KernelAttempt(KernelErrors? Errors, string? Fault, bool Conclusive, bool Lasting = true);
