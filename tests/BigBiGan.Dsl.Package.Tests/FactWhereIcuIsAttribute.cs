using System.Runtime.InteropServices;

namespace BigBiGan.Dsl.Package.Tests;

/// <summary>A fact of languages: without ICU .NET knows none.</summary>
internal sealed class FactWhereIcuIsAttribute : FactAttribute
{
    public FactWhereIcuIsAttribute()
    {
        if (!Enumerable.Range(50, 60).Any(version => NativeLibrary.TryLoad($"libicuuc.so.{version}", out _)))
        {
            Skip = "libicu is not installed: there are no languages to build in";
        }
    }
}
