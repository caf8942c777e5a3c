using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Rules;

/// <summary>The problems of one file, as they are found.</summary>
internal sealed class Findings(string file)
{
    private List<Problem>? _problems;

    public Findings(string file, IEnumerable<Problem> first)
        : this(file) => _problems = [.. first];

    public string File => file;

    public int Count => _problems?.Count ?? 0;

    public void AtKey(Rule rule, string path, string message) => Add(rule, new Place(path, PlacePart.Key), message);

    public void AtValue(Rule rule, string path, string message) => Add(rule, new Place(path, PlacePart.Value), message);

    public void At(Rule rule, Place place, string message) => Add(rule, place, message);

    public void Add(Findings others) => (_problems ??= []).AddRange(others._problems ?? []);

    public void Remove(Predicate<Problem> unwanted) => _problems?.RemoveAll(unwanted);

    public EquatableArray<Problem> ToArray() => (_problems ?? []).ToEquatableArray();

    private void Add(Rule rule, Place place, string message) => (_problems ??= []).Add(new Problem(rule, file, place, message));
}
