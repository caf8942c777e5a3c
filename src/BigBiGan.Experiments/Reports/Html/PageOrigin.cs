namespace BigBiGan.Experiments.Reports.Html;

/// <summary>Who writes a page, and how to do again what it shows.</summary>
/// <param name="Version">Of this program.</param>
/// <param name="Commands">For people to paste, one after the other.</param>
public sealed record PageOrigin(string Version, IReadOnlyList<string> Commands);
