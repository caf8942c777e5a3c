using System.Globalization;
using BigBiGan.Experiments.Reports;
using BigBiGan.Experiments.Reports.Html;
using BigBiGan.Training.Evaluation.Protocols;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using SkiaSharp;

namespace BigBiGan.Experiments.Tests.Reports;

/// <summary>A grid with numbers, logs and pictures, and its page: what tests read as a text and open in a browser.</summary>
public sealed class ReportedGrid : IDisposable
{
    /// <summary>What a name may hold to break out of its place.</summary>
    public const string Hostile = "</script><script>alert(1)</script> \"& {{data}}";

    private readonly Lab _lab = new();

    public ReportedGrid()
    {
        foreach (var cell in _lab.Cells)
        {
            var (batch, seed) = (cell.Cell.Axes.Single().Value, (int)cell.Cell.Seed);
            var better = batch == "8" ? 0.1 : 0;
            _lab.Finish(
                cell,
                Lab.Number("probe", 0.5 + better + (0.001 * seed), Lab.Probe),
                Lab.Number("probe", 0.25, Lab.Probe, Subject.Untrained),
                Lab.Number("probe", 0.9, Lab.Probe, Subject.Pixels),
                Lab.Number("frechet", 30 - (100 * better) + (20 * seed * better), Lab.Frechet));
            var run = _lab.Results.Of(cell).Run;
            Draw(Path.Combine(run, "samples.png"), 64 + seed);
            var file = Path.Combine(run, "log.jsonl");
            using (var log = new RunLog(file, 0, RunAdvice.OfRun(run)))
            {
                for (var step = 1; step <= 400; step++)
                {
                    log.Append(new StepRecord(step, step, 100, [new LossRecord("D", 2.0 + better + (1.0 / step)), new LossRecord("GE", 1)], [new ScoreRecord("x", 1, -1)]));
                }
            }

            // batch 8 is said to be measured in another way
            File.AppendAllLines(file, new[] { 200, 400 }.Select(step => string.Create(CultureInfo.InvariantCulture, $$"""
                {"format":3,"step":{{step}},"seconds":1,"took":1,"share":0.5,"spread":{{step / 500.0}},"metrics":[
                {"metric":"probe","value":{{(step / 1000.0) + better}},"protocol":"small probe of batch {{batch}}"},
                {"metric":"kernel","value":0.1,"protocol":"small"},{"metric":"frechet","value":{{9000.0 / step}},"protocol":"small judge <1>"}]}
                """).ReplaceLineEndings("")));
        }

        Report = GridReport.Of("specs/grid", "Lab", Hostile, _lab.Cells, _lab.Results);
        Page = GridPage.Write(Report, Path.Combine(_lab.Results.Path, "report"), new PageOrigin("1.2.3", ["bigbigan grid run lab"]));
    }

    public GridReport Report { get; }

    /// <summary>The file.</summary>
    public string Page { get; }

    public void Dispose() => _lab.Dispose();

    private static void Draw(string path, int size)
    {
        using var bitmap = new SKBitmap(size, size);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
