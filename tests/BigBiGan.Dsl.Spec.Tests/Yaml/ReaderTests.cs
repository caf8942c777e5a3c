using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Yaml;

public sealed class ReaderTests
{
    private const string EmptySpec = "BBG0106 at ``: the spec is empty; expected keys such as `variant: Name` and `extends: base`";

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment")]
    [InlineData("---\n")]
    [InlineData("\uFEFF")]
    [InlineData("~")]
    public void An_empty_spec_is_a_problem(string text) => Check.Spec(text, EmptySpec);

    [Theory]
    [InlineData("just words", "BBG0101 at `just words`: the spec must be a mapping; expected lines such as `variant: Name`")]
    [InlineData("- a\n- b\n\n", "BBG0101 at `- a\n- b`: the spec must be a mapping; expected lines such as `variant: Name`")]
    [InlineData("objective: { scores: [x, z", "BBG0101 at `[`: `[` is never closed; expected `]`")]
    [InlineData("image: { size: 32\nlatent: { size: 32 }", "BBG0101 at `{`: `{` is never closed; expected `}`")]
    [InlineData("image: {size: 32,, colours: 3}", "BBG0101 at `,`: not valid YAML: While parsing a node, did not find expected node content")]
    [InlineData("image: { size: 'x", "BBG0101 at `{`: `{` is never closed; expected `}`")]
    [InlineData("image: 'x", "BBG0101 at `'`: not valid YAML: While scanning a quoted scalar, found unexpected end of stream")]
    [InlineData("image: : :", "BBG0101 at `:`: not valid YAML: Mapping values are not allowed in this context")]
    [InlineData("image:\n  size: 32\n colours: 3", "BBG0101 at `c`: not valid YAML: While parsing a block mapping, did not find expected key")]
    [InlineData("image: ]", "BBG0101 at `]`: not valid YAML: While parsing a node, did not find expected node content")]
    public void What_is_no_YAML_is_underlined_where_it_breaks(string text, string expected) => Check.Spec(text, expected);

    [Theory]
    [InlineData("\timage: { size: 32 }")]
    [InlineData("image:\n\tsize: 32")]
    [InlineData("image:\n  colours: 3\n \tsize: 32")]
    public void A_tab_in_the_indentation_is_underlined_itself(string text) =>
        Check.Spec(text, "BBG0102 at `\t`: a tab in the indentation; YAML indents with spaces");

    [Fact]
    public void A_tab_elsewhere_does_no_harm() => Check.Spec("image: { size: 32 }\t# comment\nsummary: \"a\tb\"\nlatent: { size: 3 }");

    [Fact]
    public void A_key_given_twice_is_reported_at_the_second() => Check.Spec(
        "image: { size: 32 }\nlatent: { size: 8, size: many }\nimage: { size: 64 }",
        "BBG0103 at `size`: `size` is given twice; the first is in line 2",
        "BBG0103 at `image`: `image` is given twice; the first is in line 1");

    [Theory]
    [InlineData("image: &size { size: 32 }", "BBG0104 at `&`: `&` is a YAML anchor, which is not supported in a spec: write the value, or `extends` a part")]
    [InlineData("image: *size", "BBG0104 at `*size`: `*` is a YAML alias, which is not supported in a spec: write the value, or `extends` a part")]
    [InlineData("objective: { scores: [x, *z] }", "BBG0104 at `*z`: `*` is a YAML alias, which is not supported in a spec: write the value, or `extends` a part")]
    [InlineData("image: { <<: { size: 32 } }", "BBG0104 at `<<`: `<<` is a YAML merge key, which is not supported in a spec: use `extends`")]
    [InlineData("image: { size: !!int 32 }", "BBG0104 at `!`: `!` is a YAML tag, which is not supported in a spec: values are typed by their key")]
    [InlineData("image: { size: 32 }\n---\nimage: { size: 64 }", "BBG0104 at `---`: a second document begins here; a file holds one spec")]
    [InlineData("%YAML 1.2\n---\nimage: { size: 32 }", "BBG0104 at `%`: `%` is a YAML directive, which is not supported in a spec: remove the line")]
    [InlineData("? [a, b]\n: c", "BBG0104 at `[`: a key is plain text; found a list, a mapping or an alias")]
    public void YAML_that_a_spec_does_not_use_is_refused(string text, string expected) => Check.Spec(text, expected);

    [Fact]
    public void An_explicit_document_start_is_YAML() => Check.Spec("---\nimage: { size: 32 }\n...\n");

    [Theory]
    [InlineData(40)]
    [InlineData(100_000)]
    public void Nesting_has_a_limit(int depth) => Check.Spec(
        "image: " + new string('[', depth) + new string(']', depth),
        "BBG0105 at `[`: nested deeper than 32 levels");

    [Fact]
    public void Size_has_a_limit() => Check.Spec(
        "# " + new string('x', 300_000),
        "BBG0105 at ``: the spec has 300002 characters; expected at most 262144");

    [Fact]
    public void Reading_stops_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => SpecReader.Read("x.yaml", Samples.Base, new CancellationToken(canceled: true)));
}
