using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Workspace;
using CsCheck;

namespace BigBiGan.Dsl.Spec.Tests.Yaml;

public sealed class ReaderProperties
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "-", "- ", "\n", "\r\n", "\n  ", "\t", "#", " #", "'", "\"", "|", ">", "&a", "*a", "!t", "<<: ", "? ", "---\n", "...", "%", "@", "`", "~",
        "\0", "\uFEFF", "😀", "\ud800", "\u0085", "\u2028", "null", "extends: base\n", "2^99999", "1e999", "variant", "ablates: encoder\n", "\\", "\"\\x",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Select(Gen.OneOf(Samples.Base, Samples.HighResE, Samples.Fashion), Mutations().Array[1, 6], (text, mutations) => mutations.Aggregate(text, (mutated, mutate) => mutate(mutated))),
        Gen.OneOf(Pieces).Array[0, 12].Select(string.Concat),
        Gen.String);

    [Fact]
    public void The_reader_and_the_compiler_answer_any_text() =>
        Text.Sample(text => SpecSet.Read([("x.yaml", text), ("base.yaml", Samples.Base)]).Specs.Count == 2, iter: 1_500);

    [Fact]
    public void Every_span_lies_inside_the_text() =>
        Text.Sample(
            text =>
            {
                foreach (var placed in SpecSet.Read([("x.yaml", text), ("base.yaml", Samples.Base)]).Problems)
                {
                    var span = placed.Span;
                    Assert.InRange(span.Start, 0, text.Length);
                    Assert.InRange(span.Start + span.Length, span.Start, text.Length);
                    Assert.True(span.Line >= 1 && span.Column >= 1);
                    Assert.True((span.EndLine, span.EndColumn).CompareTo((span.Line, span.Column)) >= 0);
                }
            },
            iter: 1_500);

    [Fact]
    public void The_order_of_files_does_not_matter() =>
        Gen.Shuffle(Samples.Imagenet(("x.yaml", Samples.Fashion), ("y.yaml", "variant: Y\nextends: z"), ("z.yaml", "extends: y"), ("w.yaml", "variant: Y\nextends: imagenet/base\nimage: { size: 48 }")))
            .Sample(
                files =>
                {
                    var read = SpecSet.Read(files);
                    Assert.Equal(Ordered.Problems, read.Problems);
                    Assert.Equal(Ordered.Specs, read.Specs);
                },
                iter: 50);

    /// <summary>Whatever the line ends are: the same problems at the same lines and columns, and the same variants.</summary>
    [Fact]
    public void Windows_line_ends_change_nothing() =>
        Text.Sample(
            text =>
            {
                var plain = text.Replace("\r", "");
                var (unix, windows) = (Read(plain), Read(plain.Replace("\n", "\r\n")));
                Assert.Equal(unix.Variants, windows.Variants);
                Assert.Equal(Lines(unix), Lines(windows));
            },
            iter: 1_500);

    /// <summary>A value that is refused is underlined itself, and a key that is not known too: what the message quotes stands there.</summary>
    [Fact]
    public void What_a_message_quotes_is_what_it_underlines() =>
        Gen.Select(Gen.OneOf(Keys), Gen.OneOf(Words), Gen.OneOf("", "# a comment\n", "\n\n"), Gen.Bool)
            .Sample(
                (key, word, before, misspelt) =>
                {
                    var name = misspelt ? key.Segments[^1] + word.Length : key.Segments[^1];
                    var text = before + key.Segments.Reverse().Skip(1).Aggregate($"{name}: {word}", (inner, group) => $"{group}: {{ {inner} }}");
                    foreach (var (problem, span) in SpecSet.Read([("x.yaml", text)]).Problems.Select(placed => (placed.Problem, placed.Span)))
                    {
                        var underlined = text.Substring(span.Start, span.Length).Trim('"');
                        var quoted = problem.Rule == Rule.UnknownKey ? $"`{underlined}` is not a key of " : $"` is `{underlined}`; expected ";
                        Assert.True(problem.Rule == Rule.NothingToRemove || word[0] is '[' or '{' || problem.Message.Contains(quoted, StringComparison.Ordinal), $"{underlined}: {problem.Message}");
                        Assert.Contains(underlined, text[before.Length..]);
                    }
                },
                iter: 2_000);

    private static readonly Key[] Keys = [.. SpecKeys.All.Where(key => key.Segments.Length > 1)];

    private static readonly string[] Words = ["0", "-1", "1e9", "2^99", "1_000", "gausian", "\"a b\"", "x y", "true", "none", "0.5.5", "ä", "[3, x]", "{ a: 1 }"];

    private static SpecSet Read(string text) => SpecSet.Read([("x.yaml", text), ("base.yaml", Samples.Base)]);

    private static IEnumerable<string> Lines(SpecSet set) => set.Problems.Select(placed => $"{placed.Problem.File}({placed.Span.Line},{placed.Span.Column}): {placed.Problem.Rule.Id}: {placed.Problem.Message.Replace("\\r\\n", "\\n")}");

    private static SpecSet Ordered { get; } =
        SpecSet.Read(Samples.Imagenet(("x.yaml", Samples.Fashion), ("y.yaml", "variant: Y\nextends: z"), ("z.yaml", "extends: y"), ("w.yaml", "variant: Y\nextends: imagenet/base\nimage: { size: 48 }")));

    private static Gen<Func<string, string>> Mutations() => Gen.Select(
        Gen.Int[0, 2],
        Gen.Double[0, 1],
        Gen.Int[1, 9],
        Gen.OneOf(Pieces),
        (kind, at, count, piece) => (Func<string, string>)(text =>
        {
            var start = (int)(at * text.Length);
            var length = Math.Min(count, text.Length - start);
            return kind switch
            {
                0 => text.Insert(start, piece),
                1 => text.Remove(start, length),
                _ => text[..start] + piece + text[(start + length)..],
            };
        }));
}
