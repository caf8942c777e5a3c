namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>Files that travel inside the test assembly, so that tests do not depend on where they run.</summary>
internal static class Resource
{
    public static IEnumerable<string> Names(string prefix) =>
        typeof(Resource).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Resource).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name));
        return reader.ReadToEnd();
    }
}
