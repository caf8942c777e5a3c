using System.Globalization;
using System.Text;
using BigBiGan.Dsl.Generator.Tests.Harness;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Generator.Tests.Emission;

/// <summary>Files, folders and projects bear any name that a disk allows; one of them never takes the others down.</summary>
public sealed class AnyNameTests
{
    private static readonly string[] Stems =
    [
        "lr=1e-4", "a b", " a", "a ", "a.b", "a/b", "A", "a", "A.B", "ä", "a\u0308", "日本語", "\U0001F600", "x#1", "x;1", "100%", "%41", "a'b", "a\"b", "a\\b", "a:b", "a*b", "a?b", "a<b>", "a|b", "a\nb", "a\u2028b", "\ud800",
        "-", ".", ".hidden", "a..b", "grids", "Grids", "tensors", "variants/x", "x/grid", "x.grid", "CON", "{0}", "$(X)", "@(X)", "[a]", "(a)", "a,b", "a+b", "`", "~", "^", "!", "&", "class", "1", "١", new string('a', 300),
        "class/event", "1/2", "😀/a", "a-b/c", "aB/c", "cells/x", "latent32/x", "System/x", "BigBiGan/x", "TorchSharp/x", "Lab/x",
    ];

    [Fact]
    public void A_file_of_any_name_is_compiled_or_is_one_problem_and_the_others_are_as_ever()
    {
        var files = Stems.Select(stem => stem + ".yaml").Concat(Stems.Take(4).SelectMany(stem => new[] { stem + ".yml", stem })).Select((path, i) => new SpecSource(path, Specs.Tiny.Replace("variant: Tiny", $"variant: V{i}"))).ToList();
        var generation = Generation.Of([.. files, new SpecSource("wrong.yaml", Specs.Tiny.Replace("size: 8", "size: 9"))], [], "Lab");

        Assert.Null(generation.Result.Exception);
        Assert.Empty(generation.CompilerErrors());
        Assert.Equal(["BBG0304", "BBG0305", "BBG0307", "BBG0401"], generation.Problems.Select(problem => problem.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.All(generation.Problems.Where(problem => problem.Id == "BBG0307"), problem => Assert.Matches("the folder (variants|latent32)/ is in C#", problem.GetMessage(CultureInfo.InvariantCulture)));
        Assert.StartsWith("two files are a/b.yaml to the compiler", Assert.Single(generation.Problems, problem => problem.Id == "BBG0304").GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var hints = generation.Result.GeneratedSources.Select(source => source.HintName).ToList();
        Assert.Equal(hints.Count, hints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(hints, hint => Assert.InRange(Encoding.UTF8.GetByteCount(hint), 1, 200));
    }

    [Fact]
    public void Random_names_never_end_the_compiler()
    {
        var random = new Random(7);
        const string Letters = "aAbB./-_=#;%é日 \ud83d\ude00\u0000\n\"\\{}";
        var files = Enumerable.Range(0, 300).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Letters[random.Next(Letters.Length)]))).Distinct()
            .Select((path, i) => new SpecSource(path, $"variant: V{i}\nextends: none\n"));
        var generation = Generation.Of(files, [], "Lab");

        Assert.Null(generation.Result.Exception);
        Assert.Contains(generation.Problems, problem => problem.Id == "BBG0301");
    }

    [Fact]
    public void Two_files_under_one_path_are_one_problem_at_the_second()
    {
        var generation = Generation.Of([new SpecSource("tiny.yaml", Specs.Tiny, "b/"), new SpecSource("tiny.yaml", Specs.Tiny, "a/")], [], "Lab");

        Assert.Equal(
            "b/tiny.yaml(1,1): error BBG0304: two files are tiny.yaml to the compiler, this one and a/tiny.yaml; give one of them another BigBiGanSpec path in the project file",
            Assert.Single(generation.Problems).ToString());
        Assert.Empty(generation.CompilerErrors());
        Assert.Contains("class TinyGenerator", generation["tiny"]);
    }

    [Theory]
    [InlineData("my-gan", "my_gan")]
    [InlineData("1gan", "_1gan")]
    [InlineData("my gan.v2-x", "my_gan.v2_x")]
    [InlineData("class.event", "@class.@event")]
    [InlineData("a..b.", "a.b")]
    [InlineData("日本.é", "日本.é")]
    [InlineData("C++", "C__")]
    [InlineData("...", "BigBiGanModels")]
    [InlineData("", "BigBiGanModels")]
    [InlineData("Tiny", "Tiny")]
    [InlineData("System", "System")]
    public void A_project_of_any_name_has_the_namespace_that_dotnet_new_gives_it(string rootNamespace, string expected)
    {
        var generation = Generation.Of(
            [new SpecSource("tiny.yaml", Specs.Tiny), new SpecSource("a/child.yaml", "variant: Child\nextends: ../tiny\n"), new SpecSource("grids/lab.yaml", "grid: Lab1\nvariants: [../tiny]\nseeds: [0]\ndata: fashion-mini\nproduct: { training.batch: [8, 16] }\n")],
            [$"class Use {{ global::{expected}.Tiny Tiny => global::{expected}.Tiny.Create(); global::{expected}.A.Child Child => global::{expected}.A.Child.Create(); }}"],
            rootNamespace);

        Assert.Empty(generation.Problems);
        Assert.Empty(generation.CompilerErrors());
    }

    [Theory]
    [InlineData("BBG0307 x.yaml", "x.yaml: Small", "small/y.yaml: Deep")]
    [InlineData("BBG0307 variants/x.yaml", "variants/x.yaml: Mine")]
    [InlineData("BBG0307 x.yaml", "x.yaml: Variants")]
    [InlineData("BBG0307 x.yaml", "x.yaml: Latent8")]
    [InlineData("BBG0307 grey64/x.yaml", "grey64/x.yaml: Mine")]
    [InlineData("BBG0307 x.yaml", "x.yaml: Grids", "grids/lab.yaml: grid Lab1")]
    [InlineData("BBG0307 x.yaml", "x.yaml: Cells", "grids/lab.yaml: grid Lab1")]
    [InlineData("BBG0307 cells/x.yaml", "cells/x.yaml: Lab1", "grids/lab.yaml: grid Lab1")]
    [InlineData("BBG0307 cells/lab-1/x.yaml", "cells/lab-1/x.yaml: Mine", "grids/lab.yaml: grid Lab1")]
    [InlineData("BBG0304 aB/x.yaml", "a-b/x.yaml: Mine", "aB/x.yaml: Mine")]
    [InlineData("BBG0304 aB/x.yaml", "a-b/x.yaml: Mine", "aB/x.yaml: MineF")]
    [InlineData("BBG0304 😀/x.yaml", "x.yaml: Mine", "😀/x.yaml: Mine")]
    [InlineData("BBG0304 y.yaml", "x.yaml: Mine", "y.yaml: Mine")]
    [InlineData("BBG0304 y.yaml", "x.yaml: Mine", "y.yaml: MineGenerator")]
    [InlineData("BBG0304 x.yaml", "x.yaml: Step")]
    [InlineData("BBG0609 grids/x.yaml", "grids/x.yaml: Mine", "grids/lab.yaml: grid Lab1")]
    [InlineData("BBG0608 grids/lab.yaml", "grids/lab.yaml: grid Grids")]
    [InlineData("", "x.yaml: Grids")]
    [InlineData("", "cells/x.yaml: Lab2", "grids/lab.yaml: grid Lab1")]
    [InlineData("", "x.yaml: Latent")]
    [InlineData("", "small/x.yaml: Latent8", "small/variants/x.yaml: Mine")]
    public void Names_that_meet_are_one_problem_from_the_build_and_from_check(string expected, params string[] files)
    {
        var texts = files.Prepend("base/base.yaml: Base").Select(Text).ToList();
        var generation = Generation.Of(texts);
        var check = SpecSet.Read(texts);

        string[] problem = expected.Length == 0 ? [] : [expected];
        Assert.Equal(problem, check.Problems.Select(placed => $"{placed.Problem.Rule.Id} {placed.Problem.File}"));
        Assert.Equal(check.Problems.Select(placed => $"{placed.Problem.Rule.Id} models/{placed.Problem.File}: {placed.Problem.Message}"),
            generation.Problems.Select(one => $"{one.Id} {one.Location.GetLineSpan().Path}: {one.GetMessage(CultureInfo.InvariantCulture)}"));
        Assert.Empty(generation.CompilerErrors());
    }

    private static (string Path, string Text) Text(string file)
    {
        var (path, name) = (file.Split(": ")[0], file.Split(": ")[1]);
        var up = string.Concat(Enumerable.Repeat("../", path.Count(letter => letter == '/')));
        return (path, name == "Base" ? Specs.Tiny.Replace("variant: Tiny", "variant: Base")
            : name.StartsWith("grid ", StringComparison.Ordinal) ? $"grid: {name[5..]}\nvariants: [../base/base]\nseeds: [0]\ndata: fashion-mini\nproduct: {{ training.batch: [8, 16] }}\n"
            : $"variant: {name}\nextends: {up}base/base\ngenerator: {{ channels: {path.Length + 3} }}\n");
    }
}
