namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>Files that travel inside the test assembly, so that tests do not depend on where they run.</summary>
internal static class Resource
{
    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Resource).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name));
        return reader.ReadToEnd();
    }
}
