using System.Text;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>The sheets of samples and of reconstructions of all rows, side by side by seed: a seed's are of the same latents and images.</summary>
internal static class Sheets
{
    private static readonly (string Prefix, string Title)[] Kinds = [("samples", "Samples"), ("reconstructions", "Reconstructions")];

    /// <param name="progress">Receives (done, total) of the pictures: to make them small takes long.</param>
    public static string Write(GridReport report, RowNames names, Action<int, int>? progress)
    {
        var shown = report.Rows
            .SelectMany((row, i) => row.Cells.Select(cell => new Shown(i, names.Names[i], cell)))
            .Where(shown => shown.Cell.Result is not null)
            .GroupBy(shown => shown.Cell.Planned.Cell.Seed)
            .OrderBy(seed => seed.Key).ToList();
        var pictures = shown.SelectMany(seed => seed).SelectMany(one => one.Cell.Result!.Pictures).Count(name => Kinds.Any(kind => IsOf(kind.Prefix, name)));
        var slow = new SlowReport(progress, pictures);
        var html = new StringBuilder();
        foreach (var (seed, i) in shown.Select((seed, i) => (seed, i)))
        {
            var kinds = string.Concat(Kinds.Select(kind => Kind(kind.Prefix, kind.Title, [.. seed], slow)));
            if (kinds.Length > 0)
            {
                html.Append($"""<details class="seed"{(i == 0 ? " open" : "")}><summary>Seed {seed.Key}</summary>{Latents([.. seed])}{kinds}"""
                    + """</details>""").Append('\n');
            }
        }

        return html.ToString();
    }

    private static string Kind(string prefix, string title, IReadOnlyList<Shown> cells, SlowReport slow)
    {
        var figures = string.Concat(cells.SelectMany(shown => shown.Cell.Result!.Pictures
            .Where(name => IsOf(prefix, name))
            .Select(name =>
            {
                var figure = Figure(shown, title.ToLowerInvariant(), InlinePicture.Of(Path.Combine(shown.Cell.Folder.Run, name)));
                slow.Done();
                return figure;
            })));
        return figures.Length == 0 ? "" : $"""<h3>{title}</h3><div class="sheets">{figures}</div>""";
    }

    private static bool IsOf(string prefix, string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    private static string Figure(Shown shown, string what, InlinePicture? picture) => picture is null ? "" : Figure(
        picture,
        $"{what} of {shown.Name}, seed {shown.Cell.Planned.Cell.Seed}, after {Quantity.Count(shown.Cell.Result!.Step, "step")}",
        $"""<span class="key c{shown.Row % PlotFrame.Colours}"></span>{HtmlText.Of(shown.Name)}""",
        $""" data-row="{shown.Row}" """.TrimEnd());

    /// <summary>A picture in a button, which enlarges it.</summary>
    /// <param name="alt">What it shows, in words.</param>
    /// <param name="caption">HTML.</param>
    /// <param name="attributes">Of the figure.</param>
    public static string Figure(InlinePicture picture, string alt, string caption, string attributes = "") =>
        $"""<figure class="sheet"{attributes}><button type="button" class="zoom" title="enlarge">"""
            + $"""<img src="{picture.Source}" width="{picture.Width}" height="{picture.Height}" alt="{HtmlText.Of(alt)}"></button><figcaption>{caption}"""
            + """</figcaption></figure>""";

    /// <summary>Says of which rows the latents are not the same as the others': a latent's size and prior decide what a seed draws.</summary>
    private static string Latents(IReadOnlyList<Shown> cells)
    {
        var first = cells[0].Latent;
        var others = cells.Where(shown => shown.Latent != first).Select(shown => shown.Name).ToList();
        var except = others.Count == 0 ? "" : $", but those of {string.Join(", ", others)}, which {(others.Count == 1 ? "has" : "have")} other latents";
        return $"""<p class="note">Places that correspond are of the same latent or test image in all sheets{HtmlText.Of(except)}. """
            + "Select one to enlarge it; the arrow keys lead from one to the next.</p>";
    }

    private sealed record Shown(int Row, string Name, ReportCell Cell)
    {
        public string Latent => string.Join(
            ", ",
            Cell.Planned.Spec
                .Where(key => key.Key.StartsWith("latent.", StringComparison.Ordinal))
                .OrderBy(key => key.Key, StringComparer.Ordinal)
                .Select(key => $"{key.Key} {key.Value}"));
    }
}
