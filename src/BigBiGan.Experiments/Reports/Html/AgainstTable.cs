using System.Globalization;
using System.Text;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>A grid's cells beside those of other results, one by one.</summary>
internal static class AgainstTable
{
    public static string Write(AgainstReport against)
    {
        var moved = against.Cells.Count(cell => cell.Movements.Any(movement => movement.IsLarge));
        var html = new StringBuilder();
        html.Append("""<p class="note">""");
        html.Append($"""{Quantity.Count(moved, "cell")} moved by more than the deviation of one seed, which is marked; the rest is grey.</p>""");
        html.Append("""<div class="scroll" role="region" aria-labelledby="against" tabindex="0"><table><thead><tr><th scope="col">cell</th>""");
        foreach (var column in against.Columns)
        {
            html.Append($"""<th scope="col" class="num">{ColumnName.Html(column)}</th>""");
        }

        html.Append("""<th scope="col">changed since</th></tr></thead><tbody>""");
        foreach (var cell in against.Cells)
        {
            html.Append($"""<tr><th scope="row">{HtmlText.Of(cell.Cell.Planned.Label)}</th>""");
            foreach (var column in against.Columns)
            {
                html.Append(cell.Movements.FirstOrDefault(movement => movement.Column == column) is { } movement
                    ? Cell(movement)
                    : """<td class="num none">–</td>""");
            }

            var notes = cell.Changes.Append(cell.Trouble).OfType<string>();
            html.Append($"""<td class="wrap">{HtmlText.Of(string.Join("; ", notes))}</td></tr>""").Append('\n');
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    private static string Cell(Movement movement)
    {
        var format = movement.Column.Format;
        var kind = !movement.IsLarge ? "faint" : movement.Worse > 0 ? "worse" : "better";
        var mark = !movement.IsLarge ? "" : movement.Worse > 0 ? "worse " : "better ";
        var (before, after) = (movement.Before.ToString(format, CultureInfo.InvariantCulture), movement.After.ToString(format, CultureInfo.InvariantCulture));
        return $"""<td class="num">{before} → {after}<span class="sub {kind}">{mark}{HtmlText.Signed(movement.Difference, format)}</span></td>""";
    }
}
