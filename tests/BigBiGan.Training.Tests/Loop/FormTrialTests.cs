using System.Runtime.InteropServices;
using BigBiGan.Dsl.Tensors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Tests.Runs;

namespace BigBiGan.Training.Tests.Loop;

/// <summary>The forms are those of the whole process: nothing else may calculate meanwhile.</summary>
[CollectionDefinition(nameof(FormTrialTests), DisableParallelization = true)]
[Collection(nameof(FormTrialTests))]
public sealed class FormTrialTests : RunTests
{
    [Fact]
    public void The_fastest_forms_are_taken_and_all_are_told()
    {
        var (best, text) = Trial(("last-merged", 100), ("last-apart", 90), ("first-merged", 130.4), ("first-apart", 120)).Best();
        Assert.Equal("first-merged", best.Name);
        Assert.Equal(
            "convolutions take the form first-merged, as a short trial showed "
            + "(last-merged: 100 images/s, last-apart: 90 images/s, first-merged: 130 images/s, first-apart: 120 images/s)",
            text);
        Assert.Equal(ConvolutionForms.Usual, ConvolutionForms.Current);
    }

    [Fact]
    public void The_usual_forms_stay_where_others_are_hardly_faster() =>
        Assert.Equal(ConvolutionForms.Usual, Trial(("last-merged", 100), ("last-apart", 90), ("first-merged", 102), ("first-apart", 80)).Best().Forms);

    [Fact]
    public void Forms_that_the_device_cannot_calculate_are_no_choice()
    {
        var (best, text) = new FormTrial(() => ConvolutionForms.Current.Merged ? 100 : throw new ExternalException("CUDA out of memory")).Best();
        Assert.Equal(ConvolutionForms.Usual, best);
        Assert.Contains("last-apart fails, first-merged: 100 images/s, first-apart fails", text);
    }

    [Fact]
    public void What_fails_in_the_usual_forms_is_the_runs_own_fault()
    {
        Assert.Throws<ExternalException>(() => new FormTrial(() => throw new ExternalException("CUDA out of memory")).Best());
        Assert.Equal(ConvolutionForms.Usual, ConvolutionForms.Current);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_run_measures_them_where_it_is_asked_to_and_keeps_what_it_found()
    {
        var notes = new List<string>();
        using (var run = TrainingRun.Start(Options("run", steps: 4) with { MeasuresForms = true }, Warnings.Add))
        {
            run.PrepareImages();
            run.PrepareForms(notes.Add);
            Assert.Equal(run.Folder.Identity.Forms, ConvolutionForms.Current);
            run.Train();
        }

        var chosen = RunFolder.Open(Folder["run"]).Identity.Forms;
        Assert.StartsWith($"convolutions take the form {chosen}, as a short trial showed (last-merged: ", Assert.Single(notes));
        Assert.True(File.Exists(Tensors("run", 4)));
    }

    [Fact]
    public void A_run_goes_on_in_its_own_forms_to_the_same_bits()
    {
        var apart = ConvolutionForms.Named("first-apart");
        Train(Options("usual", steps: 12));
        Train(Options("whole", steps: 12) with { Forms = apart });
        var killed = Options("killed", steps: 12) with { Forms = apart, SaveEvery = TimeSpan.Zero };
        Kill(killed, step: 5);
        ConvolutionForms.Current = ConvolutionForms.Usual; // as in a new process
        Train(killed with { Resume = true, Forms = null });

        Assert.Equal("first-apart", RunFolder.Open(Folder["killed"]).Identity.Convolutions);
        Assert.Equal(File.ReadAllBytes(Tensors("whole", 12)), File.ReadAllBytes(Tensors("killed", 12)));
        Assert.Empty(Warnings);
    }

    [Fact]
    public void A_run_may_go_on_in_other_forms_and_says_so()
    {
        Train(Options("run", steps: 4));
        Train(Options("run", steps: 8) with { Resume = true, Forms = ConvolutionForms.Named("first-merged") });
        Assert.Contains("goes on under other conditions (convolutions last-merged, now first-merged)", Assert.Single(Warnings));
    }

    [Fact]
    public void A_form_that_this_program_does_not_know_is_told()
    {
        Train(Options("run", steps: 4));
        var file = Path.Combine(Folder["run"], "run.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"convolutions\": null", "\"convolutions\": \"sideways\""));
        var problem = Assert.Throws<BigBiGan.Training.Errors.RunException>(() => Train(Options("run", steps: 8) with { Resume = true }));
        Assert.Equal(
            "the run's convolutions have the form sideways, which this program does not know; "
            + "expected last-merged, last-apart, first-merged, first-apart", problem.Message);
    }

    public override void Dispose()
    {
        ConvolutionForms.Current = ConvolutionForms.Usual;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private static FormTrial Trial(params (string Name, double Rate)[] rates) =>
        new(() => rates.Single(entry => entry.Name == ConvolutionForms.Current.Name).Rate);
}
