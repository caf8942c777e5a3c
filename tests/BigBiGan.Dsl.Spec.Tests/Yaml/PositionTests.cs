using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Yaml;

/// <summary>Lines and columns count from 1, in UTF-16 units.</summary>
public sealed class PositionTests
{
    [Theory]
    [InlineData("image: { size: q }", 1, 16)]
    [InlineData("# a\nimage:\n  size: q\n", 3, 9)]
    [InlineData("# a\r\nimage:\r\n  size: q\r\n", 3, 9)]
    [InlineData("# a\rimage:\r  size: q\r", 3, 9)]
    [InlineData("\uFEFFimage: { size: q }", 1, 16)]
    [InlineData("\uFEFF# a\nimage: { size: q }", 2, 16)]
    [InlineData("image: { colours: 3, size: \"😀\", }", 1, 28)]
    [InlineData("# 😀\nimage: { \"size\": '😀😀' }", 2, 18)]
    [InlineData("image: { colours: 3, # 😀\n  size: q }", 2, 9)]
    public void A_value_stands_where_an_editor_shows_it(string text, int line, int column)
    {
        var (file, spans) = SpecReader.Read("x.yaml", text);
        var span = spans.Find(Assert.Single(file.Problems).Place);
        Assert.Equal((line, column), (span.Line, span.Column));
    }

    [Theory]
    [InlineData("image:\n  size: 32\n  colours: 3\n\n# end\n", "image", "size: 32\n  colours: 3")]
    [InlineData("image: { size: 32 } # end", "image", "{ size: 32 }")]
    [InlineData("image: { size: 32 }", "image.size", "32")]
    [InlineData("objective:\n  scores:\n  - x\n  - xz\nimage: {}", "objective.scores", "- x\n  - xz")]
    [InlineData("objective: { scores: [x, xz] }", "objective.scores[1]", "xz")]
    [InlineData("summary: |\n  one\n\nimage: {}", "summary", "|\n  one")]
    [InlineData("generator: { blocks: [{ up: 4 }, attention] }", "generator.blocks[0].up", "4")]
    [InlineData("image: { size: }", "image.size", "size")]
    public void A_value_is_underlined_from_its_first_to_its_last_letter(string text, string path, string underlined)
    {
        var (_, spans) = SpecReader.Read("x.yaml", text);
        var span = spans.Find(new NodeLocation(path, NodePart.Value));
        Assert.Equal(underlined, text.Substring(span.Start, span.Length));
    }

    [Fact]
    public void A_span_ends_behind_its_last_letter()
    {
        var (_, spans) = SpecReader.Read("x.yaml", "image:\n  size: 32\n  colours: 3\n");
        Assert.Equal(new Span(9, 21, 2, 3, 3, 13), spans.Find(new NodeLocation("image", NodePart.Value)));
    }

    [Fact]
    public void A_key_that_the_file_does_not_have_is_shown_at_the_group_that_it_has()
    {
        var (_, spans) = SpecReader.Read("x.yaml", "image: { size: 32 }");
        Assert.Equal(8, spans.Find(new NodeLocation("image.colours", NodePart.Value)).Column);
        Assert.Equal(1, spans.Find(new NodeLocation("latent.size", NodePart.Value)).Column);
    }

    [Fact]
    public void A_comment_moves_spans_and_leaves_the_file_equal()
    {
        var before = SpecReader.Read("x.yaml", "image: { size: 32, colors: 3 }\n");
        var after = SpecReader.Read("x.yaml", "# more\nimage:   { size: 32,\n  colors: 3 } # and more\n");
        Assert.Equal(before.File, after.File);
        Assert.NotEmpty(after.File.Problems);
        Assert.NotEqual(before.Spans, after.Spans);
    }
}
