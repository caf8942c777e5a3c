using System.Diagnostics;
using System.Text.Json;

namespace BigBiGan.Dsl.Kernels;

/// <summary>A worker process at the other end: it is started when there is something to try, and again where a kernel killed it.</summary>
/// <param name="program">The program's assembly.</param>
internal sealed class KernelProver(string program) : IDisposable
{
    /// <summary>Of one try, besides what the kernel's size takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Multiply-adds a second of the slowest form on a slow machine.</summary>
    private const double SlowestRate = 2e8;

    private Process? _process;

    /// <summary>Tries a kernel in a form; a death or a time limit is an answer too.</summary>
    public KernelAttempt Try(KernelRequest request)
    {
        var first = TryOnce(request);

        // what killed the process may have been left behind by an earlier kernel: a fresh process decides
        return first.Death is null ? first.Attempt : TryOnce(request).Attempt;
    }

    /// <summary>Ends the worker; the next try starts another.</summary>
    public void Dispose()
    {
        if (_process is null)
        {
            return;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it has ended by itself
        }

        _process.Dispose();
        _process = null;
    }

    private (KernelAttempt Attempt, int? Death) TryOnce(KernelRequest request)
    {
        _process ??= Start();
        var limit = Patience + TimeSpan.FromSeconds(request.Kernel.MultiplyAdds / SlowestRate);
        string? line = null;
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, KernelJson.Options));
            _process.StandardInput.Flush();
            var answer = _process.StandardOutput.ReadLineAsync();
            if (!answer.Wait(limit))
            {
                Dispose();
                return (
                    new KernelAttempt(null, FormattableString.Invariant($"it does not end within {limit.TotalSeconds:0} s"), Conclusive: true, Lasting: false),
                    null);
            }

            line = answer.Result;
        }
        catch (IOException)
        {
            // it died before it read all of the request
        }

        if (line is not null)
        {
            return (JsonSerializer.Deserialize<KernelAttempt>(line, KernelJson.Options)!, null);
        }

        _process.WaitForExit();
        var code = _process.ExitCode;
        Dispose();
        const int Killed = 137; // by the system where memory ran out, or by a person
        var fault = code == Killed ? "the process that tried it was killed" : $"it kills the process ({Signal(code)})";
        return (new KernelAttempt(null, fault, Conclusive: code != Killed), code);
    }

    private static string Signal(int code) => code switch
    {
        136 => "SIGFPE",
        139 => "SIGSEGV",
        134 => "SIGABRT",
        132 => "SIGILL",
        135 => "SIGBUS",
        _ => $"exit code {code}",
    };

    /// <summary>A published program starts itself; where this process is another one, such as that of tests, dotnet starts the program.</summary>
    private (string Host, string[] Arguments) Command()
    {
        var files = Path.ChangeExtension(program, null);
        var host = Environment.ProcessPath ?? "";
        return host == files
            ? (host, [KernelWorker.Argument])
            : (Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
                ["exec", "--runtimeconfig", files + ".runtimeconfig.json", "--depsfile", files + ".deps.json", program, KernelWorker.Argument]);
    }

    private Process Start()
    {
        var (host, arguments) = Command();
        var start = new ProcessStartInfo(host, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // a dump of a kernel's death is of no use and takes seconds
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";

        // oneDNN says what it does on standard output, where answers are
        start.Environment.Remove("ONEDNN_VERBOSE");
        start.Environment.Remove("DNNL_VERBOSE");
        var started = Process.Start(start)!;
        started.ErrorDataReceived += (_, _) => { }; // libtorch's own words; read, so that the pipe never fills
        started.BeginErrorReadLine();
        return started;
    }
}
