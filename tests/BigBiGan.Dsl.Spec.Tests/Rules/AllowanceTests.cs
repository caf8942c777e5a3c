using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Rules;

/// <summary><c># bigbigan: allow BBG0503 because …</c>: one problem, in one line, for a reason.</summary>
public sealed class AllowanceTests
{
    private const string Because = "# bigbigan: allow BBG0503 because a point needs a smaller rate";

    private const string Idle = "BBG0108 at `" + Because + "`: no BBG0503 is found in the line that this comment is for, which allows nothing; remove it, or move it to the line of the problem";

    private const string TwoChanges = "encoder: { posterior: point }\ntraining: { batch: 64 }\n";

    private static readonly (string Path, string Text) Base = ("base.yaml", Samples.Base);

    [Theory]
    [InlineData($"variant: X\nextends: base\nablates: encoder.posterior {Because}\n{TwoChanges}")]
    [InlineData($"variant: X\nextends: base\n{Because}\nablates: encoder.posterior\n{TwoChanges}")]
    [InlineData($"variant: X\r\nextends: base\r\n  {Because}\r\n\r\n# another word\r\nablates: encoder.posterior\r\n{TwoChanges}")]
    [InlineData($"\uFEFF{Because}\nablates: encoder.posterior\nvariant: X\nextends: base\n{TwoChanges}")]
    [InlineData($"{{ variant: X, extends: base, ablates: encoder.posterior, {Because}\n encoder: {{ posterior: point }}, training: {{ batch: 64 }} }}")]
    public void A_comment_in_the_line_or_above_it_allows(string text) => Assert.Equal("X", Check.Sound("x.yaml", Base, ("x.yaml", text)).Name);

    [Theory]
    [InlineData($"variant: X\nextends: base\nablates: encoder.posterior\nencoder: {{ posterior: point }} {Because}\ntraining: {{ batch: 64 }}\n")]
    [InlineData($"variant: X\nextends: base # one line too far\n{Because}\n{TwoChanges}ablates: encoder.posterior\n")]
    [InlineData($"variant: X\nextends: base\nablates: encoder.posterior\n{TwoChanges}{Because}\n")]
    public void A_comment_at_another_line_allows_nothing(string text)
    {
        var problems = Check.Problems(Base, ("x.yaml", text));
        Assert.Equal(2, problems.Count);
        Assert.Contains(Idle, problems);
        Assert.Contains(problems, problem => problem.StartsWith("BBG0503 at `encoder.posterior`", StringComparison.Ordinal));
    }

    [Fact]
    public void An_allowance_is_for_one_rule() => Check.Specs(
        [Base, ("x.yaml", "variant: X\nextends: base\nablates: encoder.posterior # bigbigan: allow BBG0504 because it does not matter\n" + TwoChanges)],
        "BBG0503 at `encoder.posterior`: `ablates` is `encoder.posterior`, but `training.batch` moved from `2048` (base.yaml:17) to `64` (line 5); expected one change: undo the rest, or widen `ablates`; in effect E: output [N, 240] -> [N, 120], parameters 91,612,976 -> 91,121,336 and multiply-adds 1,402,667,008 -> 1,402,175,488",
        "BBG0108 at `# bigbigan: allow BBG0504 because it does not matter`: no BBG0504 is found in the line that this comment is for, which allows nothing; remove it, or move it to the line of the problem");

    [Theory]
    [InlineData("# bigbigan: allow BBG0503", "# bigbigan: allow BBG0503", "this comment speaks to the compiler, which does not understand it; expected `# bigbigan: allow BBG0503 because REASON`")]
    [InlineData("# bigbigan: allow BBG0503 because", "# bigbigan: allow BBG0503 because", "this comment speaks to the compiler, which does not understand it; expected `# bigbigan: allow BBG0503 because REASON`")]
    [InlineData("#bigbigan allow BBG0503 because so", "#bigbigan allow BBG0503 because so", "this comment speaks to the compiler, which does not understand it; expected `# bigbigan: allow BBG0503 because REASON`")]
    [InlineData("# bigbigan: ignore BBG0503 because so", "# bigbigan: ignore BBG0503 because so", "this comment speaks to the compiler, which does not understand it; expected `# bigbigan: allow BBG0503 because REASON`")]
    [InlineData("# bigbigan: allow BBG0508 because so", "BBG0508", "`BBG0508` is not a problem that can be allowed; did you mean `BBG0108`?")]
    [InlineData("# bigbigan: allow everything because so", "everything", "`everything` is not a problem that can be allowed; expected BBG0107, BBG0108, BBG0205, BBG0303, BBG0305, BBG0419, BBG0420, BBG0503, BBG0504, BBG0605, BBG0606, BBG0701 or BBG0905")]
    [InlineData("# bigbigan: allow BBG0202 because so", "BBG0202", "`BBG0202` cannot be allowed: with it there is nothing to compile; expected BBG0107, BBG0108, BBG0205, BBG0303, BBG0305, BBG0419, BBG0420, BBG0503, BBG0504, BBG0605, BBG0606, BBG0701 or BBG0905")]
    public void A_comment_that_is_not_understood_is_a_problem(string comment, string underlined, string message) =>
        Check.Spec($"image: {{ size: 32 }} {comment}\n", $"BBG0107 at `{underlined}`: {message}");

    [Theory]
    [InlineData("summary: \"# bigbigan: allow everything\"")]
    [InlineData("summary: '# bigbigan: allow everything'")]
    [InlineData("summary: >\n  # bigbigan: allow everything\n")]
    [InlineData("summary: x#bigbigan allow everything")]
    [InlineData("# bigbigan train small/fashion takes five minutes\nimage: { size: 32 }")]
    public void Text_is_no_comment_and_a_comment_about_the_command_is_none_to_the_compiler(string text) => Check.Spec(text);

    [Fact]
    public void Behind_a_problem_that_stops_the_checks_nobody_knows_what_an_allowance_is_for() => Check.Specs(
        [Base, ("x.yaml", $"variant: X\nextends: base\nablates: encoder.posterior {Because}\n{TwoChanges}latent: {{ size: many }}")],
        "BBG0202 at `many`: `latent.size` is `many`; expected an integer from 1 to 65536");

    [Fact]
    public void A_key_that_nothing_reads_may_stay_and_nothing_reads_it()
    {
        const string Comment = " # bigbigan: allow BBG0205 because the template has it";
        var plain = Check.Sound("x.yaml", ("x.yaml", Samples.PlainGan));
        var kept = Check.Sound("x.yaml", ("x.yaml", Samples.PlainGan.With("scores: [x] }", "scores: [x], regression: joint }" + Comment)));
        Assert.Equal(plain, kept);
        Assert.Equal(SpecHash.Of(plain), SpecHash.Of(kept));
    }

    [Fact]
    public void What_is_allowed_at_a_base_is_allowed_for_what_inherits_from_there()
    {
        var gan = ("gan.yaml", Samples.PlainGan.With("scores: [x] }", "scores: [x], weights: { z: 2 } } # bigbigan: allow BBG0205 because its children score z"));
        Check.Specs([gan, ("x.yaml", "variant: X\nextends: gan\nablates: training.batch\ntraining: { batch: 64 }\n"), ("y.yaml", "variant: Y\nextends: x\n")]);

        // and is no reason why a second change would not be seen
        Check.Specs(
            [gan, ("x.yaml", "variant: X\nextends: gan\nablates: training.batch\ntraining: { batch: 64, steps: 2k }\n")],
            "BBG0503 at `training.batch`: `ablates` is `training.batch`, but `training.steps` moved from `1000` (gan.yaml:8) to `2000` (line 4); expected one change: undo the rest, or widen `ablates`; no network changes its size");
    }

    [Fact]
    public void A_problem_that_could_be_allowed_is_told_at_the_base_alone() => Check.Specs(
        [("gan.yaml", Samples.PlainGan.With("scores: [x] }", "scores: [x], weights: { z: 2 } }")), ("x.yaml", "variant: X\nextends: gan\ntraining: { batch: 64 }\n")],
        "gan.yaml: BBG0205 at `2`: `objective.weights.z` is `2`, but the objective has no score `z`; remove it");

    [Fact]
    public void Such_a_base_hides_no_fault_of_its_children() => Check.Specs(
        [("gan.yaml", Samples.PlainGan.With("scores: [x] }", "scores: [x], weights: { z: 2 } } # bigbigan: allow BBG0205 because its children score z")), ("x.yaml", "variant: X\nextends: gan\ntraining: { steps: ~ }\n")],
        "BBG0204 at `X`: `training.steps` is missing; expected something like `training: { steps: 500k }`");

    [Fact]
    public void A_spec_whose_problems_could_be_allowed_compiles()
    {
        var set = SpecSet.Read([Base, ("x.yaml", "variant: X\nextends: base\nablates: encoder.posterior\n" + TwoChanges)]);
        Assert.Equal("BBG0503", Assert.Single(set.Problems).Problem.Rule.Id);
        Assert.Equal(64, set.Variants.Single(variant => variant.Name == "X").Training.Batch);
    }

    [Fact]
    public void A_grid_allows_an_exclusion_that_excludes_nothing()
    {
        const string Grid = "grid: Lab\nvariants: [gan]\nseeds: [0]\ndata: fashion-mini\nproduct: { training.batch: [8, 16] }\nexclude:\n";
        var gan = ("gan.yaml", Samples.PlainGan);
        Assert.Empty(Check.Problems(gan, ("x.yaml", Grid + "  # bigbigan: allow BBG0605 because batch 32 comes next week\n  - { training.batch: 32 }\n")));
        var set = SpecSet.Read([gan, ("x.yaml", Grid + "  - { training.batch: 32 }\n")]);
        Assert.Equal("BBG0605", Assert.Single(set.Problems).Problem.Rule.Id);
        Assert.Equal(2, Assert.Single(set.Grids).Cells.Count);
    }

    [Fact]
    public void A_grid_does_not_tell_again_what_its_variant_allows() => Assert.Empty(Check.Problems(
        ("gan.yaml", Samples.PlainGan.With("scores: [x] }", "scores: [x], weights: { z: 2 } } # bigbigan: allow BBG0205 because its children score z")),
        ("x.yaml", "grid: Lab\nvariants: [gan]\nseeds: [0]\ndata: fashion-mini\nproduct: { training.batch: [8, 16] }\n")));

    [Fact]
    public void A_long_chain_of_faulty_specs_is_no_long_wait()
    {
        var specs = Enumerable.Range(0, 60).Select(i => ($"s{i}.yaml", i == 0
            ? Samples.PlainGan.With("scores: [x] }", "scores: [x], weights: { z: 2 } }").With("variant: Gan", "variant: S0")
            : $"variant: S{i}\nextends: s{i - 1}\nobjective: {{ weights: {{ xz: {i + 1} }} }}\n"));
        Assert.Equal(60, SpecSet.Read(specs).Problems.Count);
    }

    [Fact]
    public void The_page_names_the_rules_that_can_be_allowed() => Assert.Contains(
        $"their severity is yours to choose: {Phrases.And(Rule.All.Where(rule => rule.CanBeAllowed).Select(rule => rule.Id))}.",
        Resource.Text("problems.md").Replace('\n', ' '));

    [Fact]
    public void A_comment_that_moves_with_its_line_changes_nothing()
    {
        var before = SpecReader.Read("x.yaml", $"variant: X\nablates: encoder {Because}\nextends: base\n").File;
        Assert.Equal(before, SpecReader.Read("x.yaml", $"# a word\nvariant: X\n\nablates:   encoder {Because}\nextends: base\n").File);
        Assert.NotEqual(before, SpecReader.Read("x.yaml", $"variant: X {Because}\nablates: encoder\nextends: base\n").File);
    }
}
