using BigBiGan.Dsl.Spec.Canonical;
using BigBiGan.Dsl.Spec.Grids;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Rules;

public sealed class BudgetTests
{
    private static readonly (string Path, string Text) Fashion = ("fashion.yaml", Samples.Fashion);

    [Theory]
    [InlineData("budget: { parameters: 1% }")]
    [InlineData("budget: { parameters: 0.5 %, multiply-adds: 1G, memory: 1 GB }")]
    [InlineData("budget: { multiply-adds: 2^40, memory: 0.5GB }")]
    public void A_variant_within_its_budget_is_sound(string budget) => Check.Specs([Fashion, ("x.yaml", Child("training: { batch: 16 }\n" + budget))]);

    [Fact]
    public void Parameters_are_compared_with_the_base() => Check.Specs(
        [Fashion, ("x.yaml", Child("encoder: { backbone: { width: 2 } }\nbudget: { parameters: 10% }"))],
        $"BBG0701 at `10%`: `budget.parameters` allows 10% more or fewer than fashion, which has {Parameters()}; found {Parameters("encoder: { backbone: { width: 2 } }")}, 78.6% more, most in E (968,992)");

    [Fact]
    public void Multiply_adds_are_those_of_an_image_through_all_networks() => Check.Specs(
        [Fashion, ("x.yaml", Child("budget: { multiply-adds: 10M }"))],
        "BBG0701 at `10M`: `budget.multiply-adds` allows 10,000,000 per image; found 31,660,816, 3.2 times as much, most in E (20,348,928)");

    [Fact]
    public void Memory_is_that_of_an_update_of_the_batch()
    {
        var found = Assert.Single(Check.Problems(Fashion, ("x.yaml", Child("training: { batch: 2^14 }\nbudget: { memory: 8 GB }"))));
        Assert.StartsWith("BBG0701 at `8 GB`: `budget.memory` allows 8 GB; an update of batch 16384 keeps about ", found);
        Assert.Contains(" of weights, gradients, moments and average; lower `training.batch`, raise `training.micro-batches`, or narrow ", found);
    }

    [Fact]
    public void Memory_of_a_batch_in_micro_batches_is_that_of_one_of_them() => Check.Specs(
        [Fashion, ("x.yaml", Child("training: { batch: 2^14, micro-batches: 2^8 }\nbudget: { memory: 8 GB }"))]);

    [Fact]
    public void What_memory_holds_is_counted_once()
    {
        var set = SpecSet.Read([Fashion]);
        var (variant, plan) = (set.Specs[0].Compiled.Variant!, set.Specs[0].Compiled.Plan!);

        // weights, gradients and two moments of all, the average of G, buffers; activations by the batch
        var state = 4L * ((4 * plan.Parameters) + plan.Generator.Parameters + plan.Networks.Sum(network => network.Buffers));
        Assert.Equal(state + plan.ActivationBytes(variant.Training.Batch), plan.TrainingBytes(variant.Training.Batch));
    }

    [Theory]
    [InlineData("variant: X\nextends: part", "part.yaml is a part, which has no parameters by itself")]
    [InlineData("variant: X", "there is none")]
    public void A_share_needs_a_base_that_is_a_variant(string head, string why)
    {
        var whole = Samples.Fashion[(Samples.Fashion.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        Check.Specs(
            [("part.yaml", "summary: nothing\n"), ("x.yaml", $"{head}\nbudget: {{ parameters: 10% }}\n{whole}")],
            $"BBG0702 at `parameters`: `budget.parameters` compares with the base, and {why}; extend a variant, or give `budget.multiply-adds`");
    }

    [Theory]
    [InlineData("budget: { parameters: 10 }", "BBG0202 at `10`: `budget.parameters` is `10`; expected a percentage such as `10%`")]
    [InlineData("budget: { memory: 80 GiB }", "BBG0202 at `80 GiB`: `budget.memory` is `80 GiB`; expected a size such as `80 GB`")]
    [InlineData("budget: { multiply-adds: 0 }", "BBG0203 at `0`: `budget.multiply-adds` is `0`; expected a number above 0 and below 1e18")]
    [InlineData("budget: { steps: 10 }", "BBG0201 at `steps`: `steps` is not a key of `budget`; did you mean `training.steps`?")]
    [InlineData("budget: ~", "BBG0202 at `~`: `budget` is empty; expected a mapping of `parameters`, `multiply-adds` and `memory`")]
    public void Limits_are_written_with_their_units(string budget, string problem) => Check.Specs([Fashion, ("x.yaml", Child("training: { batch: 16 }\n" + budget))], problem);

    [Fact]
    public void A_budget_belongs_to_its_file_and_is_no_part_of_the_variant()
    {
        var limited = ("limited.yaml", Samples.Fashion + "budget: { multiply-adds: 1G }\n");
        var free = ("free.yaml", Samples.Fashion);
        var child = ("child.yaml", "variant: Child\nextends: limited\nencoder: { backbone: { width: 16 } }\n");
        Assert.Equal(SpecHash.Of(Check.Sound("free.yaml", free)), SpecHash.Of(Check.Sound("limited.yaml", limited)));
        Check.Sound("child.yaml", limited, child); // far over 1G, and not asked
    }

    [Fact]
    public void A_grid_s_budget_holds_for_every_cell_and_names_the_first_that_breaks_it()
    {
        var grid = "grid: Lab\nvariants: [fashion]\nseeds: [0, 1]\ndata: fashion-mini\nproduct: { encoder.backbone.width: [1, 2, 4] }\nbudget: { multiply-adds: 40M, parameters: 30% }\n";
        var found = Check.Problems(Fashion, ("x.yaml", grid));
        Assert.Equal(2, found.Count);
        Assert.StartsWith("BBG0701 at `40M`: `budget.multiply-adds` allows 40,000,000 per image; found ", found[0]);
        Assert.EndsWith("(in the cell fashion, encoder.backbone.width 2; 1 more cell breaks it)", found[0]);
        Assert.StartsWith("BBG0701 at `30%`: `budget.parameters` allows 30% more or fewer than fashion, which has ", found[1]);
        Assert.EndsWith("(in the cell fashion, encoder.backbone.width 2; 1 more cell breaks it)", found[1]);
    }

    [Fact]
    public void Hours_are_cost_over_the_rate_of_a_calibration()
    {
        var grid = "grid: Lab\nvariants: [fashion]\nseeds: [0, 1]\ndata: fashion-mini\nbudget: { calibration: laptop }\n";
        var laptop = ("laptop.yaml", "calibration: Laptop\nrate: 10G\n");
        var plan = SpecSet.Read([Fashion, laptop, ("x.yaml", grid)]).Grids.Single();
        Assert.Equal(new DeviceSpeed("Laptop", 10e9), plan.Speed);
        Assert.Equal(plan.Cells.Sum(cell => cell.Cost) / 10e9 / 3600, plan.Speed!.Hours(plan.Cost), 9);

        Check.Specs([Fashion, laptop, ("x.yaml", grid.Replace("{ calibration", "{ hours: 1000, calibration"))]);
        var broken = Assert.Single(Check.Problems(Fashion, laptop, ("x.yaml", grid.Replace("{ calibration", "{ hours: 0.001, calibration"))));
        Assert.StartsWith("BBG0701 at `0.001`: `budget.hours` allows 0.001; the 2 cells take about ", broken);
    }

    [Theory]
    [InlineData("budget: { hours: 10 }", "BBG0703 at `hours`: `budget.hours` needs the speed of a device; add `calibration: ../calibrations/cpu` beside it, a file with `calibration` and `rate`")]
    [InlineData("budget: { hours: 10, calibration: labtop }", "BBG0703 at `labtop`: `budget.calibration` is `labtop`, but there is no calibration labtop.yaml; did you mean `laptop`?; expected a file with `calibration` and `rate`")]
    [InlineData("budget: { calibration: ../../cpu }", "BBG0703 at `../../cpu`: `budget.calibration` is `../../cpu`, which leaves the models folder")]
    public void Hours_need_a_calibration_that_is_there(string budget, string problem) => Check.Specs(
        [Fashion, ("laptop.yaml", "calibration: Laptop\nrate: 10G\n"), ("x.yaml", $"grid: Lab\nvariants: [fashion]\nseeds: [0]\ndata: fashion-mini\n{budget}\n")], problem);

    [Theory]
    [InlineData("calibration: Laptop\n", "BBG0204 at `Laptop`: `rate` is missing; expected something like `rate: 14G`")]
    [InlineData("calibration: Laptop\nrate: fast\n", "BBG0202 at `fast`: `rate` is `fast`; expected a number above 0 and below 1e18")]
    [InlineData("calibration: Laptop\nspeed: 14G\n", "BBG0204 at `Laptop`: `rate` is missing; expected something like `rate: 14G`", "BBG0201 at `speed`: `speed` is not a key of a calibration; expected `calibration`, `summary` or `rate`")]
    public void A_calibration_is_checked_like_any_file(string text, params string[] problems) => Check.Spec(text, problems);

    private static string Child(string text) => $"variant: X\nextends: fashion\n{text}\n";

    private static string Parameters(string? change = null)
    {
        (string, string)[] files = change is null ? [Fashion] : [Fashion, ("y.yaml", Child(change))];
        return SpecSet.Read(files).Specs[^1].Compiled.Plan!.Parameters.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
