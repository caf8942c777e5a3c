using BigBiGan.Dsl.Spec.Diagnostics;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>A file that the compiler gets.</summary>
/// <param name="Fault">Ours, where there was one: then the text is a stub's.</param>
internal sealed record EmittedFile(string HintName, string Text, Problem? Fault);
