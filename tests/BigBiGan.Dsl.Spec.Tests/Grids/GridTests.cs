using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Grids;

public sealed class GridTests
{
    private const string Head = "grid: Lab\nvariants: [../small/fashion]\nseeds: [0]\ndata: fashion-mini\n";

    private static readonly (string Path, string Text)[] Variants =
    [
        ("small/fashion.yaml", Samples.Fashion),
        ("small/point.yaml", "variant: Point\nextends: fashion\nencoder: { posterior: point }\n"),
        ("small/gan.yaml", Samples.PlainGan),
        ("small/part.yaml", "latent: { size: 32 }\n"),
    ];

    [Fact]
    public void Without_axes_a_cell_is_a_variant_with_a_seed()
    {
        var plan = Sound("grid: Lab\nvariants: [../small/fashion, ../small/gan]\nseeds: [3, 1]\ndata: fashion-mini\n");
        Assert.Equal(
            ["small/fashion, seed 3", "small/fashion, seed 1", "small/gan, seed 3", "small/gan, seed 1"],
            plan.Cells.Select(cell => cell.Label));
        Assert.Equal(["Fashion", "Fashion", "Gan", "Gan"], plan.Cells.Select(cell => cell.Variant.Name));
        Assert.Empty(plan.Folded);
    }

    [Fact]
    public void A_product_is_every_combination() => Assert.Equal(
        ["training.batch 16, training.ema 0", "training.batch 16, training.ema 0.9", "training.batch 64, training.ema 0", "training.batch 64, training.ema 0.9"],
        Axes(Head + "product: { training.batch: [16, 2^6], training.ema: [0, 0.9] }\n"));

    [Fact]
    public void A_zip_goes_side_by_side() => Assert.Equal(
        ["training.learning-rate.G 0.0001, training.learning-rate.D 0.0002", "training.learning-rate.G 0.001, training.learning-rate.D 0.002"],
        Axes(Head + "zip: { training.learning-rate.G: [1e-4, 1e-3], training.learning-rate.D: [2e-4, 2e-3] }\n"));

    [Fact]
    public void A_union_is_one_after_the_other_and_meets_product_and_zip() => Assert.Equal(
        ["training.batch 16, encoder.posterior point", "training.batch 16, training.ema 0", "training.batch 64, encoder.posterior point", "training.batch 64, training.ema 0"],
        Axes(Head + "product: { training.batch: [16, 64] }\nunion: [{ product: { encoder.posterior: [point] } }, { zip: { training.ema: [0] } }]\n"));

    [Fact]
    public void An_axis_may_take_lists_groups_and_removals()
    {
        var plan = Sound(Head + "product: { objective.scores: [[x, xz], [xz]], training.adam: [{ beta1: 0.1 }, ~] }\n");
        Assert.Equal([0.1, 0.0, 0.1, 0.0], plan.Cells.Select(cell => cell.Variant.Training.Beta1));
        Assert.Equal([true, true, false, false], plan.Cells.Select(cell => cell.Variant.Objective.Scores.X));
    }

    [Fact]
    public void An_axis_that_a_variant_does_not_read_leaves_one_cell_of_it()
    {
        var plan = Sound("grid: Lab\nvariants: [../small/fashion, ../small/gan]\nseeds: [0]\ndata: fashion-mini\nproduct: { encoder.posterior: [gaussian, point] }\n");
        Assert.Equal(["small/fashion, encoder.posterior gaussian, seed 0", "small/fashion, encoder.posterior point, seed 0", "small/gan, seed 0"], plan.Cells.Select(cell => cell.Label));
        Assert.Equal([new FoldedCell("small/gan, seed 0", "small/gan, seed 0")], plan.Folded);
    }

    [Fact]
    public void A_cell_that_is_another_is_folded_into_it_and_a_variant_of_the_folder_keeps_its_class()
    {
        var plan = Sound("grid: Lab\nvariants: [../small/fashion, ../small/point]\nseeds: [0]\ndata: fashion-mini\nproduct: { encoder.posterior: [gaussian, point], training.steps: [1k, 1000] }\n");
        Assert.Equal(["small/fashion", "small/point"], plan.Cells.Select(cell => cell.Variant.Path));
        Assert.Equal(6, plan.Folded.Count);
    }

    [Fact]
    public void A_cell_is_named_after_its_variant_and_what_varies()
    {
        var plan = Sound(Head + "product: { training.steps: [777], training.batch: [16, 64], training.learning-rate.G: [1e-5, 0.002] }\n");
        Assert.Equal(
            ["grids/lab/FashionBatch16LearningRateG1em5", "grids/lab/FashionBatch16LearningRateG0_002", "grids/lab/FashionBatch64LearningRateG1em5", "grids/lab/FashionBatch64LearningRateG0_002"],
            plan.Cells.Select(cell => cell.Variant.Path));
        Assert.All(plan.Cells, cell => Assert.Equal(777, cell.Variant.Training.Steps));
    }

    [Fact]
    public void An_axis_with_a_condition_varies_where_it_holds() => Assert.Equal(
        ["small/fashion, training.updates alternating, training.discriminator-steps 1, seed 0", "small/fashion, training.updates alternating, training.discriminator-steps 3, seed 0", "small/fashion, training.updates simultaneous, seed 0"],
        Sound(("small/fashion.yaml", Samples.Fashion.With("  discriminator-steps: 1\n", "")), Head + "product: { training.updates: [alternating, simultaneous], training.discriminator-steps: [1, 3] }\nonly-when: { training.discriminator-steps: { training.updates: alternating } }\n")
            .Cells.Select(cell => cell.Label));

    [Fact]
    public void An_exclusion_leaves_cells_out_by_variant_seed_and_any_key() => Assert.Equal(
        ["small/fashion, training.batch 16, seed 1", "small/fashion, training.batch 64, seed 0", "small/fashion, training.batch 64, seed 1", "small/gan, training.batch 16, seed 0", "small/gan, training.batch 16, seed 1"],
        Sound("""
            grid: Lab
            variants: [../small/fashion, ../small/gan]
            seeds: [0, 1]
            data: fashion-mini
            product: { training.batch: [16, 64] }
            exclude:
              - { variant: ../small/gan, training.batch: [64, 128] }
              - { latent.prior: normal, encoder.posterior: gaussian, training.batch: 2^4, seed: 0 }

            """).Cells.Select(cell => cell.Label));

    [Fact]
    public void What_is_excluded_need_not_be_sound() =>
        Assert.Single(Sound(Head + "product: { latent.size: [32, 33] }\nexclude: [{ latent.size: 33 }]\n").Cells);

    [Fact]
    public void A_fault_of_a_cell_names_the_cell_and_stands_at_the_value_that_made_it() => Problems(
        Head + "product: { training.batch: [16, 64], latent.size: [32, 33] }\n",
        "BBG0401 at `33`: `latent.size` is `33`; the stem and 3 residual blocks of G each take an equal chunk of z: expected a multiple of 4, such as 32 (in the cell small/fashion, training.batch 16, latent.size 33 and 1 more)");

    [Fact]
    public void A_fault_without_a_key_of_its_own_stands_at_the_axis_without_which_it_is_gone() => Problems(
        Head + "product: { training.batch: [16], encoder: [none] }\n",
        "BBG0205 at `none`: `discriminator.H` (small/fashion.yaml:10) has no effect without an encoder; remove it with `discriminator: { H: ~ }` (in the cell small/fashion, training.batch 16, encoder none)",
        "BBG0205 at `none`: `discriminator.J` (small/fashion.yaml:11) has no effect without an encoder; remove it with `discriminator: { J: ~ }` (in the cell small/fashion, training.batch 16, encoder none)",
        "BBG0205 at `none`: `training.learning-rate.E` (small/fashion.yaml:15) has no effect without an encoder; remove it with `training: { learning-rate: { E: ~ } }` (in the cell small/fashion, training.batch 16, encoder none)",
        "BBG0413 at `none`: `objective.scores` is `[x, z, xz]` (the default), but there is no encoder, and so no z to score; expected `[x]` (in the cell small/fashion, training.batch 16, encoder none)");

    [Fact]
    public void A_fault_of_a_variant_is_told_once_and_the_others_are_looked_at() => Problems(
        "grid: Lab\nvariants: [../small/fashion, ../small/broken]\nseeds: [0]\ndata: fashion-mini\nproduct: { latent.size: [33], training.batch: [16, 64] }\n",
        [("small/broken.yaml", "variant: Broken\nextends: fashion\nlatent: { size: 35 }\n")],
        "BBG0401 at `33`: `latent.size` is `33`; the stem and 3 residual blocks of G each take an equal chunk of z: expected a multiple of 4, such as 32 (in the cell small/fashion, latent.size 33, training.batch 16 and 1 more)",
        "small/broken.yaml: BBG0401 at `35`: `latent.size` is `35`; the stem and 3 residual blocks of G each take an equal chunk of z: expected a multiple of 4, such as 36");

    [Fact]
    public void All_faults_of_a_file_come_in_one_pass() => Problems(
        """
        grid: Lab
        variants: [../small/fashoin, ../small/part, ../../x]
        seed: [1]
        data: /images
        product: { training.bach: [1], training.batch: 16, training.ema: [2], generator.blocks: [[{ up: 4 }, { down: 4 }]] }
        zip: { training.steps: [1, 2], latent.size: [1] }
        union: [{ products: { training.ema: [0] } }, {}]
        only-when: { training.ema: { varient: x } }
        exclude: [{ seed: many }, { encoder.posterior: [point, line] }]
        protocol: { samples: 0 }

        """,
        "BBG0601 at `../small/fashoin`: there is no variant small/fashoin.yaml among the specs; did you mean `../small/fashion`?",
        "BBG0601 at `../small/part`: `../small/part` is a part, small/part.yaml declares no variant; expected specs with `variant:`",
        "BBG0601 at `../../x`: `../../x` leaves the models folder",
        "BBG0201 at `seed`: `seed` is not a key of a grid; did you mean `seeds`?",
        "BBG0202 at `/images`: `data` is `/images`; expected the name of a data set: small letters, digits and `-`, such as `fashion-mini` or `imagenet`",
        "BBG0602 at `training.bach`: `training.bach` is not a key of a spec that can vary; did you mean `training.batch`?",
        "BBG0202 at `16`: the axis `training.batch` is `16`; expected a list of values, such as `[2048]`",
        "BBG0203 at `2`: `training.ema` is `2`; expected a number at least 0 and below 1",
        "BBG0202 at `{ down: 4 }`: `generator.blocks[1]` is a mapping of `down`; expected `{ up: n }`, `{ same: n }`, `{ deep-up: n }`, `{ deep-same: n }`, `{ layer: name }` or `attention`",
        "BBG0604 at `[1]`: `latent.size` has 1 value beside 2 values of `training.steps`; expected one for each: a zip takes them side by side",
        "BBG0201 at `products`: `products` is not a key of an alternative of `union`; expected `product`, `zip` or `union`; did you mean `product`?",
        "BBG0202 at `{}`: `union[1]` is an empty mapping; expected a mapping with `product`, `zip` or `union`",
        "BBG0602 at `varient`: `varient` is nothing that a condition can ask for; did you mean `variant`?",
        "BBG0202 at `many`: `seed` is `many`; expected an integer from 0 to 2147483647, or a list of such",
        "BBG0202 at `line`: `encoder.posterior` is `line`; expected `gaussian`, `laplace`, `point` or `tanh`",
        "BBG0203 at `0`: `protocol.samples` is `0`; expected an integer from 1 to 10000000");

    [Fact]
    public void Axes_meet_once_and_conditions_speak_of_axes() => Problems(
        Head + "product: { training.batch: [16, 64] }\nunion: [{ zip: { training.batch: [32] } }]\nonly-when: { training.ema: { training.batch: 16 } }\n",
        "BBG0603 at `training.batch`: `training.batch` is already an axis, with values of its own; keep one of the two",
        "BBG0602 at `training.ema`: `only-when` speaks of `training.ema`, which is not an axis of this grid");

    [Fact]
    public void What_excludes_and_conditions_nothing_is_a_problem_and_so_is_an_axis_that_nothing_reads() => Problems(
        "grid: Lab\nvariants: [../small/gan]\nseeds: [0]\ndata: x\nproduct: { training.batch: [16, 64], encoder.posterior: [point], training.ema: [0, 0.5] }\nonly-when: { training.batch: { latent.size: 32 }, training.ema: { variant: ../small/fashion } }\nexclude: [{ seed: 1 }]\n",
        "BBG0205 at `encoder.posterior`: the axis `encoder.posterior` has no effect in any variant of the grid; remove it",
        "BBG0606 at `training.batch`: the condition of `training.batch` holds in every cell; remove it",
        "BBG0606 at `training.ema`: the condition of `training.ema` holds in no cell, so that the axis never varies; remove both, or mend the condition",
        "BBG0605 at `{ seed: 1 }`: this excludes no cell; remove it, or mend it: every clause must hold in one cell");

    [Fact]
    public void An_empty_grid_is_a_problem() => Problems(Head + "exclude: [{ seed: 0 }]\n", "BBG0607 at `[{ seed: 0 }]`: `exclude` leaves no cell of the grid; expected at least one");

    [Fact]
    public void A_grid_is_no_base_and_no_other_bears_its_name() => Problems(
        Head,
        [("grids/again.yaml", Head), ("grids/child.yaml", "variant: Child\nextends: lab\n")],
        "grids/child.yaml: BBG0609 at `Child`: a variant stands in grids/, whose name in C# is that of the grids; move it to another folder",
        "grids/child.yaml: BBG0301 at `lab`: `extends` is `lab`, but there is no grids/lab.yaml among the specs",
        "BBG0608 at `Lab`: `grid` is `Lab`, which grids/again.yaml already declares; grids of all folders share one class");

    [Fact]
    public void A_grid_is_not_endless() => Problems(
        Head + $"product: {{ training.batch: [{string.Join(", ", Enumerable.Range(2, 70))}], training.steps: [{string.Join(", ", Enumerable.Range(1, 70))}] }}\n",
        "BBG0105 at `Lab`: the grid has 4900 cells before exclusions; expected at most 4096");

    private static GridPlan Sound(string text) => Sound(("small/none.yaml", "latent: { size: 32 }\n"), text);

    private static GridPlan Sound((string Path, string Text) instead, string text)
    {
        var files = Files(text, instead);
        Assert.Empty(Check.Problems(files));
        return Assert.Single(SpecSet.Read(files).Grids);
    }

    private static IEnumerable<string> Axes(string text) => Sound(text).Cells.Select(cell => string.Join(", ", cell.Axes.Select(axis => $"{axis.Key} {axis.Value}")));

    private static void Problems(string text, params string[] expected) => Problems(text, [], expected);

    private static void Problems(string text, (string Path, string Text)[] more, params string[] expected) => Check.Specs(
        [.. Files(text, ("small/none.yaml", "latent: { size: 32 }\n")), .. more],
        [.. expected.Select(line => line.StartsWith("BBG", StringComparison.Ordinal) ? $"grids/lab.yaml: {line}" : line)]);

    private static (string Path, string Text)[] Files(string text, (string Path, string Text) instead) =>
        [.. Variants.Where(variant => variant.Path != instead.Path), instead, ("grids/lab.yaml", text)];
}
