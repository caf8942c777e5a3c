using System.Text.Json.Nodes;
using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>What people see on a machine whose libtorch is wrong: a fault on purpose stands for the machine.</summary>
public sealed class KernelTests
{
    [Fact]
    public void A_wrong_kernel_is_said_gone_round_and_recorded_and_the_run_learns_the_same()
    {
        var wrong = Bigbigan.Bash("BIGBIGAN_KERNEL_FAULT='kind=off;part=output;family=3x3' bigbigan train fashion --steps 3 --threads 1 --no-evaluation --run kernels-wrong");
        Assert.Equal(0, wrong.Code);
        Assert.Contains(wrong.Error.Split('\n'), line => line.StartsWith("bigbigan: warning: ", StringComparison.Ordinal)
            && line.Contains("kernels are not calculated as this machine's libtorch would, such as 3x3 convolution", StringComparison.Ordinal)
            && line.Contains("the output is off by 0.01 of its range; computed ", StringComparison.Ordinal));
        var kernels = JsonNode.Parse(File.ReadAllText(Path.Combine(Workplace.Folder, "kernels-wrong", "run.json")))!["kernels"]!.AsArray();
        Assert.NotEmpty(kernels);
        Assert.All(kernels, kernel => Assert.Contains("3x3 convolution", kernel!.GetValue<string>(), StringComparison.Ordinal));

        Assert.Equal(0, Bigbigan.Run("train", "fashion", "--steps", "3", "--threads", "1", "--no-evaluation", "--run", "kernels-right").Code);
        var (found, expected) = (Losses("kernels-wrong"), Losses("kernels-right"));
        Assert.Equal(expected.Length, found.Length);
        Assert.Equal(expected[0], found[0], 1e-4);
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.99, 1.01)); // Adam's first steps make much of rounding
        Assert.Null(JsonNode.Parse(File.ReadAllText(Path.Combine(Workplace.Folder, "kernels-right", "run.json")))!["kernels"]);
    }

    [Fact]
    public void A_kernel_that_no_form_calculates_right_is_refused_with_its_shape()
    {
        var answer = Bigbigan.Bash("BIGBIGAN_KERNEL_FAULT='kind=off;forms=all;family=4x4 convolution' bigbigan train fashion --steps 3 --threads 1 --no-evaluation --run kernels-none");
        Assert.Equal(1, answer.Code);
        Assert.Matches(
            "^bigbigan: this machine cannot calculate a kernel that the variant needs: 4x4 convolution, stride 2, float32: .* channels at .*: the output is off by 0.01 of its range; no other form is right either; see 'bigbigan doctor', or take another machine$",
            answer.ErrorLines[^1]);
    }

    [Fact]
    public void Doctor_describes_the_machine_and_proves_the_kernels_of_a_variant()
    {
        var answer = Bigbigan.Run("doctor", "--variant", "small/fashion", "--json");
        Assert.Equal(0, answer.Code);
        var document = JsonNode.Parse(answer.Out)!;
        Assert.NotEmpty(document["facts"]!["processor"]!.GetValue<string>());
        Assert.StartsWith("2.", document["facts"]!["libtorch"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("3.", document["facts"]!["oneDNN"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.InRange(document["kernels"]!.AsArray().Count, 100, 300);
        Assert.All(document["kernels"]!.AsArray(), kernel => Assert.NotNull(kernel!["form"]));
    }

    [Fact]
    public void Doctor_says_what_is_installed_and_free_and_trains_for_some_seconds()
    {
        var folder = Workplace.NewFolder("programs");
        foreach (var (program, says) in new[] { ("mpirun", "mpirun (Open MPI) 5.0.7"), ("nvidia-smi", "NVIDIA H100 80GB HBM3, 81559, 81000, 9.0, 570.86.15") })
        {
            File.WriteAllText(Path.Combine(folder, program), $"#!/bin/sh\necho '{says}'\n");
        }

        var answer = Bigbigan.Bash($"chmod +x '{folder}'/*; PATH='{folder}':$PATH bigbigan doctor --data fashion-mini --json").Succeeds().Json();

        var software = answer.GetProperty("software").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);
        Assert.Equal([".NET", "TorchSharp", "libtorch", "cuDNN", "NCCL", "MPI", "Slurm"], software.Keys);
        Assert.Equal("0.107.0", software["TorchSharp"].GetProperty("version").GetString());
        Assert.Equal("2.10.0", software["libtorch"].GetProperty("version").GetString());
        Assert.EndsWith("/libtorch_cpu.so", software["libtorch"].GetProperty("path").GetString());
        Assert.Equal("mpirun (Open MPI) 5.0.7", software["MPI"].GetProperty("version").GetString());
        var card = Assert.Single(answer.GetProperty("cards").EnumerateArray());
        Assert.Equal(("NVIDIA H100 80GB HBM3", 81559L << 20, "9.0"), (card.GetProperty("name").GetString(), card.GetProperty("memory").GetInt64(), card.GetProperty("capability").GetString()));
        Assert.Equal(["float32", "bfloat16"], answer.GetProperty("training").EnumerateArray().Select(trial => trial.GetProperty("type").GetString()));
        Assert.All(answer.GetProperty("training").EnumerateArray(), trial =>
            Assert.True(trial.GetProperty("imagesPerSecond").GetDouble() > 0 && trial.GetProperty("deterministic").GetBoolean()));
        Assert.True(answer.GetProperty("room").GetProperty("disk").GetInt64() > 0);
        Assert.Equal(2000, answer.GetProperty("data").GetProperty("train").GetInt32());
        Assert.DoesNotContain(answer.GetProperty("faults").EnumerateArray(), fault => fault.GetProperty("grave").GetBoolean());
    }

    [Fact]
    public void Doctor_tells_each_fault_with_what_to_do_and_the_rest_besides()
    {
        var answer = Bigbigan.Run("doctor", "--data", "nowhere-at-all", "--libtorch", "/nothing/here");

        Assert.Equal(1, answer.Code);
        Assert.Contains(answer.OutLines, line => line.StartsWith("processor:", StringComparison.Ordinal) || line.StartsWith("system:", StringComparison.Ordinal));
        Assert.Contains(answer.OutLines, line => line.StartsWith("fault: nowhere-at-all", StringComparison.Ordinal));
        Assert.Contains(answer.OutLines, line => line.StartsWith("fault: the libtorch folder /nothing/here does not exist; name the libtorch of an installed PyTorch", StringComparison.Ordinal));
    }

    [Fact]
    public void Doctor_lists_what_is_wrong()
    {
        var answer = Bigbigan.Bash("BIGBIGAN_KERNEL_FAULT='kind=nan;family=1x1 convolution, float32' bigbigan doctor");
        Assert.Equal(0, answer.Code);
        Assert.Contains("1x1 convolution, float32: 40 to 40 channels at 8x8, batch 16, with gradients, 1 thread: the output is not a number; computed ", answer.Out, StringComparison.Ordinal);
        Assert.Matches("[0-9]+ of [0-9]+ kernels are right as libtorch calculates them", answer.Out);
        Assert.Equal(1, Bigbigan.Bash("BIGBIGAN_KERNEL_FAULT='kind=nan;forms=all;family=1x1 convolution, float32' bigbigan doctor").Code);
    }

    [Fact]
    public void The_first_step_is_proven_when_asked_for()
    {
        var right = Bigbigan.Run("train", "fashion", "--prove", "--steps", "1", "--threads", "1", "--no-evaluation", "--run", "proven").Succeeds();
        Assert.Contains(right.ErrorLines, line => line.StartsWith("the gradient of E in the update of GE: ", StringComparison.Ordinal) && line.Contains(" from float64, within ", StringComparison.Ordinal));
    }

    private static double[] Losses(string run) => [.. File.ReadLines(Path.Combine(Workplace.Folder, run, "log.jsonl"))
        .SelectMany(line => JsonNode.Parse(line)!["losses"]!.AsArray().Select(loss => loss!["value"]!.GetValue<double>()))];
}
