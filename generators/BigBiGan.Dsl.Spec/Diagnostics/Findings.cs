using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>The problems of one file, as they are found.</summary>
internal sealed class Findings(string file)
{
    private List<Problem>? _problems;

    public Findings(string file, IEnumerable<Problem> first)
        : this(file) => _problems = [.. first];

    public string File => file;

    public int Count => _problems?.Count ?? 0;

    /// <summary>Whether nothing that was found stands in the way of compiling.</summary>
    public bool IsSound => _problems?.All(problem => problem.Rule.CanBeAllowed) ?? true;

    public void AtKey(Rule rule, string path, string message) => Add(rule, new NodeLocation(path, NodePart.Key), message);

    /// <param name="subject">The key that it is about, where that is not <paramref name="path"/>.</param>
    public void AtValue(Rule rule, string path, string message, string? subject = null) => Add(rule, new NodeLocation(path, NodePart.Value), message, subject);

    public void At(Rule rule, NodeLocation place, string message) => Add(rule, place, message);

    public void Add(Findings others) => (_problems ??= []).AddRange(others._problems ?? []);

    /// <summary>Takes problems out, and hands them over.</summary>
    public IReadOnlyList<Problem> Take(Func<Problem, bool> wanted)
    {
        var taken = _problems?.Where(wanted).ToList() ?? [];
        _problems?.RemoveAll(taken.Contains);
        return taken;
    }

    public EquatableArray<Problem> ToArray() => (_problems ?? []).ToEquatableArray();

    private void Add(Rule rule, NodeLocation place, string message, string? subject = null) =>
        (_problems ??= []).Add(new Problem(rule, file, place, message) { Subject = subject == place.Path ? null : subject });
}
