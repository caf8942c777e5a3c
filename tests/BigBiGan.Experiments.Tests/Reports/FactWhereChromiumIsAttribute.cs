namespace BigBiGan.Experiments.Tests.Reports;

/// <summary>A fact of pages in a browser: skipped, by name, where there is none.</summary>
internal sealed class FactWhereChromiumIsAttribute : FactAttribute
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public FactWhereChromiumIsAttribute()
    {
        if (Browser is null)
        {
            Skip = "Chromium is not installed: there is no browser to open pages in";
        }
    }

    public static string? Browser => Places.FirstOrDefault(File.Exists);
}
