using System.Collections.Concurrent;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// Which form of each kernel is right on this machine. A kernel is proven when it is first asked for, before it is used, and the verdict is
/// kept in the user's cache.
/// </summary>
public static class ProvenKernels
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<Kernel, KernelVerdict> Known = [];
    private static readonly ConcurrentDictionary<Kernel, KernelVerdict> Used = [];
    private static readonly Lock Gate = new();
    private static readonly Timer Rest = new(_ => Release());
    private static VerdictCache? _cache;
    private static KernelProver? _prover;

    /// <summary>
    /// The program that serves as its own worker; set by <see cref="KernelWorker.Serve(string[], System.Reflection.Assembly)"/>. Null where a
    /// program does not: its kernels are proven in its own process, which a wrong one may kill.
    /// </summary>
    public static string? Worker { get; set; }

    /// <summary>The verdicts of all kernels that this process has asked for.</summary>
    public static IReadOnlyCollection<KernelVerdict> Asked => [.. Used.Values];

    /// <summary>Those of which libtorch's own choice is not taken, or could not be proven.</summary>
    public static IReadOnlyList<KernelVerdict> GoneRound =>
        [.. Used.Values.Where(verdict => verdict.Fault is not null).OrderBy(verdict => verdict.Kernel.ToString(), StringComparer.Ordinal)];

    /// <summary>The verdict on a kernel: from this process, from the cache, or by a proof now.</summary>
    public static KernelVerdict VerdictOn(Kernel kernel)
    {
        if (Used.TryGetValue(kernel, out var used))
        {
            return used;
        }

        lock (Gate)
        {
            if (_cache is null)
            {
                _cache = new VerdictCache(Machine.Current);
                foreach (var verdict in _cache.Read())
                {
                    Known[verdict.Kernel] = verdict;
                }
            }

            if (!Known.TryGetValue(kernel, out var known))
            {
                known = Prove(kernel, out var lasting);
                Known[kernel] = known;
                if (lasting)
                {
                    _cache.Add(known);
                }

                Rest.Change(Idle, Timeout.InfiniteTimeSpan);
            }

            return Used[kernel] = known;
        }
    }

    /// <exception cref="KernelException">No form is right.</exception>
    internal static KernelForm FormOf(Kernel kernel)
    {
        var verdict = VerdictOn(kernel);
        return verdict.Form ?? throw new KernelException(verdict);
    }

    private static KernelVerdict Prove(Kernel kernel, out bool lasting)
    {
        var bound = KernelErrors.Bound(kernel.Type, kernel.Device);
        var native = Try(kernel, KernelForm.Native, timed: false);
        var fault = native.Errors?.Fault(bound) ?? native.Fault;
        lasting = native is { Conclusive: true, Lasting: true };
        if (fault is null || !native.Conclusive)
        {
            return new KernelVerdict(kernel, KernelForm.Native, fault, native.Errors, null);
        }

        // the quickest of those that are right; float64 is right by definition and slow, so it is taken where nothing else is
        var right = kernel.Forms.Where(form => form is not (KernelForm.Native or KernelForm.Float64))
            .Select(form => (Form: form, Attempt: Try(kernel, form, timed: true)))
            .Where(tried => tried.Attempt.Errors is { } errors && errors.Fault(bound) is null)
            .ToList();
        if (right.Count == 0 && Try(kernel, KernelForm.Float64, timed: true) is { Errors: { } wide } last && wide.Fault(bound) is null)
        {
            right.Add((KernelForm.Float64, last));
        }

        if (right.Count == 0)
        {
            return new KernelVerdict(kernel, null, fault, native.Errors, null);
        }

        var (best, taken) = right.MinBy(tried => tried.Attempt.Errors!.Milliseconds);
        double? cost = native.Errors is null || Try(kernel, KernelForm.Native, timed: true).Errors is not { Milliseconds: > 0 } own
            ? null
            : taken.Errors!.Milliseconds / own.Milliseconds;
        return new KernelVerdict(kernel, best, fault, taken.Errors, cost);
    }

    private static KernelAttempt Try(Kernel kernel, KernelForm form, bool timed)
    {
        var request = new KernelRequest(kernel, form, timed);
        return Worker is null ? KernelWorker.InProcess(request) : (_prover ??= new KernelProver(Worker)).Try(request);
    }

    private static void Release()
    {
        lock (Gate)
        {
            _prover?.Dispose();
            _prover = null;
        }
    }
}
