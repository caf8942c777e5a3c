using System.Diagnostics;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Fuzz;

/// <summary>Mutants through every stage. The compiler owes each an answer: no exception, within a second and half a gigabyte, every span in its file.</summary>
public sealed class FuzzRun(int seed)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private const int LongestMessage = 15_000;
    private const long MostBytes = 512 * 1024 * 1024;

    private readonly SortedDictionary<string, int> _byRule = new(StringComparer.Ordinal);
    private readonly List<FuzzFailure> _failures = [];

    public int Count { get; private set; }

    /// <summary>Mutants without a problem.</summary>
    public int Sound { get; private set; }

    public IReadOnlyDictionary<string, int> ProblemsByRule => _byRule;

    public IReadOnlyList<FuzzFailure> Failures => _failures;

    public (TimeSpan Time, int Mutant) Slowest { get; private set; }

    public (long Bytes, int Mutant) Largest { get; private set; }

    /// <summary>Mutants <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/>.</summary>
    public void Run(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            var (files, mutated) = Mutator.Mutant(seed, number);
            if (Fault(files, number) is { } fault)
            {
                _failures.Add(new FuzzFailure(number, fault, mutated, files));
            }

            Count++;
        }
    }

    private string? Fault(IReadOnlyList<(string Path, string Text)> files, int number)
    {
        SpecSet set;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        try
        {
            set = SpecSet.Read(files);
        }
        catch (Exception thrown)
        {
            return thrown.ToString();
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var time = clock.Elapsed;
        for (var again = 0; again < 2 && time > Longest / 2; again++)
        {
            // a busy machine is not the compiler's fault
            clock.Restart();
            SpecSet.Read(files);
            time = clock.Elapsed < time ? clock.Elapsed : time;
        }

        Slowest = time > Slowest.Time ? (time, number) : Slowest;
        Largest = bytes > Largest.Bytes ? (bytes, number) : Largest;
        Sound += set.Problems.Count == 0 ? 1 : 0;
        foreach (var placed in set.Problems)
        {
            _byRule[placed.Problem.Rule.Id] = _byRule.GetValueOrDefault(placed.Problem.Rule.Id) + 1;
        }

        return time > Longest ? $"took {time.TotalSeconds:0.0} s"
            : bytes > MostBytes ? $"allocated {bytes / 1e6:0} MB"
            : set.Problems.Select(placed => Misplaced(placed, files)).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Misplaced(PlacedProblem placed, IReadOnlyList<(string Path, string Text)> files)
    {
        var (problem, span) = (placed.Problem, placed.Span);
        var text = files.First(file => file.Path == problem.File).Text;
        var inside = span.Start >= 0 && span.Length >= 0 && span.Start + span.Length <= text.Length
            && (span.Line, span.Column) == Position(text, span.Start) && (span.EndLine, span.EndColumn) == Position(text, span.Start + span.Length);
        var said = problem.Message.Length is > 0 and <= LongestMessage && !problem.Message.Any(char.IsControl);
        return inside && said ? null : $"{(inside ? "a message that is not a line" : "a span outside its file")}: {problem} at {span}";
    }

    /// <summary>Counted here in the plainest way, apart from the compiler's own table of lines.</summary>
    private static (int Line, int Column) Position(string text, int offset)
    {
        var (line, column) = (1, 1);
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < offset; i++)
        {
            var ends = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            (line, column) = ends ? (line + 1, 1) : (line, column + 1);
        }

        return (line, column);
    }
}

/// <param name="Mutated">The path of the file that was changed.</param>
public sealed record FuzzFailure(int Mutant, string Fault, string Mutated, IReadOnlyList<(string Path, string Text)> Files);
