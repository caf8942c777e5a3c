using BigBiGan.Dsl.Spec.Resolution;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Rules;

/// <summary>A launcher's profile is checked like any file, though no build needs it.</summary>
public sealed class LauncherTests
{
    [Fact]
    public void A_profile_says_what_a_job_asks_for()
    {
        var profile = LauncherProfile.Of(SpecReader.Read(
            "mine.yaml",
            "launcher: Mine\npartition: gpu\ntime: 1-02:03:04\ncards: 1\nmemory: 64 GB\nmodules: [gcc/13, cuda/12.4]\nsetup: ['export A=1']\n"
            + "cells-per-job: 4\nrate: 40G\ncommand: { submit: 'bsub {script}' }\n").File);
        Assert.Equal((93_784, 1, 64.0, 4, 40e9, "bsub {script}"), (profile.Seconds, profile.Cards, profile.Gigabytes, profile.CellsPerJob, profile.Rate, profile.Submit));
        Assert.Equal(["gcc/13", "cuda/12.4"], profile.Modules);
        Assert.Equal(["export A=1"], profile.Setup);
        Assert.Equal(("", 0, ""), (profile.Account, profile.Limit, profile.Queued));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("cpus: 8", 8)]
    [InlineData("replicas: 4", 4)]
    [InlineData("replicas: 4\ncpus: 6", 6)]
    public void A_job_asks_for_a_core_for_each_replica_where_nobody_says_more(string lines, int cores) =>
        Assert.Equal(cores, LauncherProfile.Of(SpecReader.Read("mine.yaml", $"launcher: Mine\n{lines}\n").File).Cores);

    [Theory]
    [InlineData("partitoin: gpu", "BBG0201 at `partitoin`: `partitoin` is not a key of a launcher; did you mean `partition`?")]
    [InlineData("gpus: 1", "BBG0201 at `gpus`: `gpus` is not a key of a launcher; did you mean `cards`?")]
    [InlineData("walltime: 1:00:00", "BBG0201 at `walltime`: `walltime` is not a key of a launcher; did you mean `time`?")]
    [InlineData("time: 90", "BBG0202 at `90`: `time` is `90`; expected hours, minutes and seconds such as `12:00:00`, or with days before them, `2-00:00:00`")]
    [InlineData("memory: 64", "BBG0202 at `64`: `memory` is `64`; expected a size such as `80 GB`")]
    [InlineData("account: a; rm -r b", "BBG0202 at `a; rm -r b`: `account` is `a; rm -r b`; expected a name of letters, digits and `._-,+@:/`")]
    [InlineData("options: [--constraint a100]", "BBG0202 at `--constraint a100`: `options[0]` is `--constraint a100`; expected an option with its value in one word, such as `--constraint=a100`")]
    [InlineData("cells-per-job: 0", "BBG0203 at `0`: `cells-per-job` is `0`; expected an integer from 1 to 1000")]
    [InlineData("command: { queued: qstat }", "BBG0202 at `qstat`: `command.queued` is `qstat`; expected a line of the shell with `{id}` in it")]
    [InlineData(
        "command: { submit: 'qsub -l {tim} {script}' }",
        "BBG0202 at `'qsub -l {tim} {script}'`: `command.submit` asks for `{tim}`; did you mean `time`?; expected `{script}`, `{name}`, `{log}`, `{partition}`, `{account}`, `{time}`, `{minutes}`, `{cards}`, `{cpus}` or `{megabytes}`, and `${tim}` for a variable of the shell")]
    public void A_mistake_is_one_line_with_its_place(string line, string problem) => Check.Spec($"launcher: Mine\n{line}\n", problem);

    [Fact]
    public void A_shell_s_own_braces_stay() =>
        Assert.Equal("a ${name} {print $2} B", LauncherProfile.Fill("a ${name} {print $2} {script}", name => name == "script" ? "B" : throw new InvalidOperationException(name)));
}
