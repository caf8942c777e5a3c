using System.Globalization;
using System.Text;
using BigBiGan.Training.Evaluation.Metrics;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports;

/// <summary>A report as a LaTeX table for a paper: it needs <c>booktabs</c> and nothing else.</summary>
public static class ReportLatex
{
    private static readonly (Subject Subject, string Name)[] Subjects =
        [(Subject.Untrained, "untrained first row"), (Subject.Pixels, "pixels as features"), (Subject.Real, "real images as samples")];

    public static string Text(GridReport report)
    {
        var names = RowNames.Of([.. report.Rows.Select(row => row.Cells[0].Planned)]);
        var text = new StringBuilder();
        Line("% \\usepackage{booktabs}");
        Line("\\begin{table}");
        Line("  \\centering\\footnotesize\\setlength{\\tabcolsep}{3pt}");
        Line($"  \\caption{{{Caption(report, names)}}}");
        Line($"  \\label{{tab:{string.Concat(report.Path.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}}}");
        Line($"  \\begin{{tabular}}{{lr{new string('r', report.Columns.Count)}}}");
        Line("    \\toprule");
        Line($"    & parameters{string.Concat(report.Columns.Select(column => $" & {Escaped(column.Metric)}$^{{{column.Note}}}$ {Arrow(column)}"))} \\\\");
        Line("    \\midrule");
        foreach (var (row, name) in report.Rows.Zip(names.Names))
        {
            var parameters = Quantity.Short(row.Cells[0].Planned.Parameters);
            Line($"    {Escaped(name)} & {parameters}{string.Concat(report.Columns.Select(column => $" & {Value(report, row, column)}"))} \\\\");
        }

        Baselines(report, Line);
        Line("    \\bottomrule");
        Line("  \\end{tabular}");
        Line();
        Line("  \\smallskip");
        foreach (var column in report.Columns)
        {
            Line($"  $^{{{column.Note}}}$ {Escaped(column.Protocol.Text)}.");
        }

        Line("\\end{table}");
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');
    }

    private static string Caption(GridReport report, RowNames names)
    {
        var shared = names.Shared.Count == 0 ? "" : $" All rows have {string.Join(", ", names.Shared.Select(axis => $"{axis.Key} {axis.Value}"))}.";
        var seeds = report.Rows.Max(row => row.Cells.Count);
        var summary = report.Summary.Length == 0 ? "" : $": {report.Summary}";
        return Escaped($"{report.Name}{summary}. Means over {Quantity.Count(seeds, "seed")}") + " $\\pm$ the deviation of one; "
            + Escaped($"* differs from the first row by a paired t test over common seeds, p < 0.05.{shared}");
    }

    private static string Value(GridReport report, ReportRow row, ReportColumn column)
    {
        if (row.Value(column, Subject.Model) is not { } value)
        {
            return "--";
        }

        var mark = row != report.Base && row.Difference(column, report.Base) is { IsSignificant: true } ? "^{*}" : "";
        var deviation = value.Deviation is { } spread ? $" \\pm {spread.ToString(column.Format, CultureInfo.InvariantCulture)}" : "";
        return $"${value.Mean.ToString(column.Format, CultureInfo.InvariantCulture)}{deviation}{mark}$";
    }

    /// <summary>What has no network of its own, below a rule.</summary>
    private static void Baselines(GridReport report, Action<string> line)
    {
        var rule = "    \\midrule";
        foreach (var (subject, name) in Subjects)
        {
            var rows = subject == Subject.Untrained ? [report.Base] : report.Rows;
            var values = report.Columns
                .Select(column => rows.Select(row => row.Value(column, subject)?.Mean).FirstOrDefault(mean => mean is not null)
                    ?.ToString(column.Format, CultureInfo.InvariantCulture) ?? "--").ToList();
            if (values.Any(value => value != "--"))
            {
                if (rule.Length > 0)
                {
                    line(rule);
                    rule = "";
                }

                line($"    {name} & {string.Concat(values.Select(value => $" & {value}"))} \\\\");
            }
        }
    }

    private static string Arrow(ReportColumn column) => column.Direction == MetricDirection.SmallerIsBetter ? "$\\downarrow$" : "$\\uparrow$";

    /// <summary>The ten characters that are not themselves in LaTeX, and those that its old fonts show as others.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\\' => "\\textbackslash{}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '<' => "$<$",
        '>' => "$>$",
        '|' => "$|$",
        '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{letter}",
        _ => $"{letter}",
    }));
}
