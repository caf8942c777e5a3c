using System.Text.Json;
using System.Text.RegularExpressions;
using BigBiGan.Experiments.Reports.Html;
using SkiaSharp;

namespace BigBiGan.Experiments.Tests.Reports;

/// <summary>The page as a text: what stands in it without any script.</summary>
public sealed partial class GridPageTests(ReportedGrid grid) : IClassFixture<ReportedGrid>
{
    private readonly string _text = File.ReadAllText(grid.Page);

    [Fact]
    public void A_row_has_mean_deviation_untrained_and_difference()
    {
        // 0.6, 0.601 less 0.5, 0.501
        var row = Plain(Regex.Match(_text, "<tr data-row=\"1\".*?</tr>", RegexOptions.Singleline).Value);
        Assert.Equal("tiny, training.batch 8 2 0.601 ±0.001 untrained 0.250 +0.100 p <0.001 [0.100, 0.100] 21.00 ±1.41 −9.00 p 0.070 [−21.71, 3.71] 1.23 k 56.8 k 1.5 ±0.0", row);
        Assert.Contains("class=\"sub better\"", _text);
        Assert.Contains("class=\"sub faint\"", _text);
    }

    [Fact]
    public void The_page_asks_for_nothing_and_what_names_hold_stays_text()
    {
        Assert.DoesNotContain("http://", _text.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotContain("https://", _text);
        Assert.All(Address().Matches(_text), match => Assert.Matches("^(data:|#)", match.Groups[1].Value));
        Assert.DoesNotContain("<script>alert", _text);
        Assert.Equal(3, Regex.Count(_text, "</script>") + 1); // data and program
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp; {{data}}", _text);
    }

    [Fact]
    public void The_data_of_the_script_is_json_with_the_curves_thinned()
    {
        var data = JsonDocument.Parse(Regex.Match(_text, "<script type=\"application/json\" id=\"data\">(.*?)</script>").Groups[1].Value).RootElement;
        var curves = data.GetProperty("curves").EnumerateArray().ToList();
        Assert.Equal(7, curves.Count);
        var line = curves[4].GetProperty("lines")[0];
        Assert.Equal("tiny, training.batch 4, seed 0", line.GetProperty("name").GetString());
        Assert.Equal(100, line.GetProperty("x").GetArrayLength()); // means of four
        Assert.Equal((400, 2.003), (line.GetProperty("x")[99].GetInt64(), line.GetProperty("y")[99].GetDouble()));
    }

    [Fact]
    public void What_was_measured_along_the_way_is_drawn_first_by_protocol_and_every_dot_is_a_measurement()
    {
        var plots = Regex.Matches(_text, "<figure class=\"plot curves\".*?</figure>", RegexOptions.Singleline).Select(plot => plot.Value).ToList();
        Assert.Equal(
            [
                "linear probe accuracy (1)", "linear probe accuracy (2)", "Frechet distance of samples", "spread of samples, of that of real images",
                "loss of D", "loss of G and E", "score x: encoder pairs less generator pairs",
            ],
            plots.Select(plot => Regex.Match(plot, "<figcaption[^>]*>(.*?)</figcaption>").Groups[1].Value));
        Assert.Equal([4, 4, 8, 8, 0, 0, 0], plots.Select(plot => Regex.Count(plot, "<circle class=\"dot\"")));
        Assert.Contains("At the end: tiny, training.batch 8, seed 0 0.5; tiny, training.batch 8, seed 1 0.5.", plots[1]);
        Assert.Contains("<dt>linear probe accuracy (2)</dt><dd>small probe of batch 8</dd>", _text);
        Assert.Contains("<dt>Frechet distance of samples</dt><dd>small judge &lt;1&gt;</dd>", _text);
        Assert.Contains("they compare with numbers of the table that were measured by the same", _text);

        var data = JsonDocument.Parse(Regex.Match(_text, "<script type=\"application/json\" id=\"data\">(.*?)</script>").Groups[1].Value).RootElement;
        var line = data.GetProperty("curves")[2].GetProperty("lines")[0];
        Assert.Equal([200, 400], line.GetProperty("x").EnumerateArray().Select(step => step.GetInt64()));
        Assert.Equal([45, 22.5], line.GetProperty("y").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void Everything_to_read_has_words()
    {
        Assert.All(Regex.Matches(_text, "<img [^>]*>").Skip(0).Where(image => image.Value.Contains("src=")), image => Assert.Matches("alt=\"samples of tiny, training.batch [48], seed [01], after 10 steps\"", image.Value));
        Assert.All(Regex.Matches(_text, "<svg [^>]*>"), svg => Assert.Matches("role=\"img\" aria-labelledby=\"[^\"]+\" aria-describedby", svg.Value));
        Assert.Contains("loss of D", _text);
        Assert.Contains("<td><code>4</code></td><td><code>8</code></td>", _text); // the spec beside the base row's
        Assert.Contains("bigbigan grid run lab", _text);
    }

    [Fact]
    public void The_same_results_give_the_same_bytes() =>
        Assert.Equal(_text, GridPage.Text(grid.Report, new PageOrigin("1.2.3", ["bigbigan grid run lab"])));

    /// <summary>Two of noise a cell, which no encoder makes small, and 16 cells: below 5 MB with room for the rest.</summary>
    [Fact]
    public void Pictures_of_any_kind_become_small_enough()
    {
        var path = Path.Combine(Path.GetDirectoryName(grid.Page)!, "noise.png");
        using (var bitmap = new SKBitmap(1400, 1400))
        {
            var random = new Random(0);
            bitmap.Pixels = [.. Enumerable.Range(0, 1400 * 1400).Select(_ => new SKColor((uint)random.Next() | 0xff000000))];
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(path, data.ToArray());
        }

        var picture = InlinePicture.Of(path)!;
        Assert.True(picture.Source.Length * 32 < 4_600_000, $"{picture.Source.Length}");
        Assert.StartsWith("data:image/webp;base64,", picture.Source);
        Assert.Equal(picture.Width, picture.Height);
        using var decoded = SKBitmap.Decode(Convert.FromBase64String(picture.Source.Split(',')[1]));
        Assert.Equal(picture.Width, decoded.Width);
    }

    [Fact]
    public void A_small_picture_has_no_loss()
    {
        var source = Regex.Match(_text, "data:image/webp;base64,([^\"]+)").Groups[1].Value;
        using var decoded = SKBitmap.Decode(Convert.FromBase64String(source));
        Assert.Equal(64, decoded.Width);
        Assert.Equal(SKColors.SteelBlue, decoded.GetPixel(3, 3));
    }

    private static string Plain(string html) => Regex.Replace(System.Net.WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", " ")), @"\s+", " ").Trim();

    [GeneratedRegex(" (?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
