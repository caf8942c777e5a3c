using System.Collections.Immutable;
using BigBiGan.Dsl.Generator.Reading;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.CodeAnalysis;

namespace BigBiGan.Dsl.Generator.Reports;

/// <summary>
/// A spec in a project that compiles none. Compilers travel through a reference to a project, or to a package, that has them; what hands
/// them the specs does not. Without a word the project would go without the variants that its author wrote.
/// </summary>
/// <param name="Problem">At the word that makes it a spec.</param>
internal sealed record StraySpec(Problem Problem, SpecPositions Positions)
{
    /// <summary>Null for another program's YAML, and where a comment allows it.</summary>
    public static StraySpec? Of(SpecText text, CancellationToken cancellation)
    {
        var (file, positions) = text.Read(cancellation);
        if (file.Kind == FileKind.Unread || SpecFile.FirstWord(file.Root) is not { } word)
        {
            return null;
        }

        var message = $"`{word}` makes this a spec, and this project compiles none: it has the compiler through a reference to another project or package; "
            + "add <PackageReference Include=\"BigBiGan.Dsl\" /> to the project itself";
        var problem = new Problem(Rule.StraySpec, file.Path, new NodeLocation(word, NodePart.Key), message);
        return file.Suppressions.Any(suppression => suppression.Covers(problem)) ? null : new StraySpec(problem, positions);
    }

    public void Report(SourceProductionContext output) => ProblemReport.Report(output, EquatableArray.Of(Problem), ImmutableArray.Create(Positions));
}
