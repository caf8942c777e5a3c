using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BigBiGan.Dsl.Generator.Reports;

/// <summary>A file that a project handed over under the path of another one: the first by its place on the disk is compiled.</summary>
internal sealed record PathTwice(string Path, string DiskPath, string First)
{
    public static EquatableArray<PathTwice> Among(ImmutableArray<SpecText> texts) => texts
        .GroupBy(text => text.Path, StringComparer.Ordinal)
        .SelectMany(same => same.Select(text => text.Text.Path).Distinct().OrderBy(path => path, StringComparer.Ordinal) is var disks
            ? disks.Skip(1).Select(disk => new PathTwice(same.Key, disk, disks.First()))
            : [])
        .ToEquatableArray();

    public void Report(SourceProductionContext output) => output.ReportDiagnostic(Diagnostic.Create(
        ProblemReport.Descriptor(Rule.NameTwice),
        Location.Create(DiskPath, default, new LinePositionSpan(default, default)),
        $"two files are {Path} to the compiler, this one and {First}; give one of them another BigBiGanSpec path in the project file"));
}
