using System.Text.RegularExpressions;

namespace BigBiGan.Experiments.Reports.Html;

/// <summary>One file with all that it shows: it asks for nothing, and says so to the browser.</summary>
internal static partial class HtmlPage
{
    /// <param name="title">Of the page.</param>
    /// <param name="main">HTML.</param>
    /// <param name="data">For the script.</param>
    public static string Write<T>(string title, string main, T data) => Place().Replace(Part("report.html"), place => place.Groups[1].Value switch
    {
        "title" => HtmlText.Of(title),
        "style" => Part("report.css"),
        "script" => Part("report.js"),
        "data" => HtmlText.Json(data),
        "main" => main,
        var other => throw new InvalidOperationException($"report.html has a place for {other}, which nothing is for"),
    });

    /// <summary>A section with its heading; nothing where it has no content.</summary>
    public static string Section(string id, string title, string content) =>
        content.Length == 0 ? "" : $"""<section aria-labelledby="{id}"><h2 id="{id}">{HtmlText.Of(title)}</h2>{"\n"}{content}</section>{"\n"}""";

    /// <summary>What was found, as terms with their meanings.</summary>
    public static string Facts(IEnumerable<(string Term, string Meaning)> facts) =>
        $"""<dl class="facts">{string.Concat(facts.Select(fact => $"<div><dt>{HtmlText.Of(fact.Term)}</dt><dd>{HtmlText.Of(fact.Meaning)}</dd></div>"))}"""
            + """</dl>""";

    public static string Commands(IReadOnlyList<string> commands) => commands.Count == 0
        ? ""
        : $"""<pre tabindex="0"><code>{HtmlText.Of(string.Join('\n', commands))}</code></pre>""";

    private static string Part(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream($"Report/{name}")
            ?? throw new InvalidOperationException($"the page's part {name} is not in this assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
