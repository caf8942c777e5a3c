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
