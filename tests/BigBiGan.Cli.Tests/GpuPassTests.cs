using BigBiGan.Cli.Tests.Harness;
using BigBiGan.Cli.Tests.Workflows;

namespace BigBiGan.Cli.Tests;

/// <summary>
/// tools/gpu-pass/gpu-pass with stand-ins for the program and for Python, which answer at once: which steps it takes and what it says of them.
/// The real program takes them in the test of the archive.
/// </summary>
public sealed class GpuPassTests
{
    private const string Program = """
        #!/bin/sh
        trial() { printf '{\n  "variant": "%s",\n  "type": "%s",\n  "batch": %s,\n  "milliseconds": 1.5,\n  "imagesPerSecond": %s\n}' "$@"; }
        echo "$*" >> "$0.calls"
        if grep -qxe "$1" "$0.broken" 2> /dev/null; then
          echo "bigbigan: $1 is broken" >&2
          echo "   at Some.Place()" >&2
          exit 3
        fi
        case "$*" in *--batch*) batch=$9 ;; *) batch=16 ;; esac
        case "$*" in
          --version) echo 1.2.3 ;;
          *base*--batch\ 512 | *base*--batch\ 256)
            echo "bigbigan: there is not enough memory for this; take a smaller --batch or fewer images, or another machine" >&2
            exit 1 ;;
          speed*bfloat16*) echo "{ \"trials\": [ $(trial "$2" bfloat16 $batch 600) ] }" ;;
          speed*cuda*) echo "{ \"trials\": [ $(trial "$2" float32 $batch 300), $(trial "$2" TF32 $batch 450.5) ] }" ;;
          speed*) echo "{ \"trials\": [ $(trial "$2" float32 $batch 300) ] }" ;;
          parity*) echo "all differences are within their bounds" ;;
          train*) echo "  linear probe accuracy   0.712   0.640" ;;
        esac

        """;

    private const string PyTorch = """
        #!/bin/sh
        [ "$1" != -c ] || { echo "2.10.0+cu128 True /some/where/torch"; exit 0; }
        case "$*" in *--batch*) batch=${10} ;; *) batch=16 ;; esac
        case "$*" in *--compile) rate=400 ;; *) rate=200 ;; esac
        echo "{\"variant\": \"$2\", \"type\": \"$4\", \"batch\": $batch, \"milliseconds\": 1.5, \"imagesPerSecond\": $rate, \"compiled\": false}"

        """;

    private readonly string _folder = Workplace.NewFolder("pass");

    public GpuPassTests()
    {
        Write("bigbigan", Program);
        Write("python", PyTorch);
        Write("bare-python", "#!/bin/sh\nexit 1\n");
        Write("nvidia-smi", "#!/bin/sh\necho a card\n");
    }

    [Fact]
    public void It_takes_all_steps_and_sets_ours_beside_PyTorch()
    {
        var answer = Run("--device", "cuda", "--python", "./python").Succeeds();

        Assert.StartsWith("bigbigan 1.2.3 on cuda, ", answer.OutLines[0]);
        Assert.Equal("PyTorch 2.10.0+cu128", answer.OutLines[1]);
        string[] ours = ["nvidia-smi", "doctor", "parity", "ours-small-fashion", "ours-small-fashion-bfloat16", "ours-small-imagenet-32-256", "ours-small-imagenet-32-64", "ours-small-imagenet-32-16", "ours-imagenet-base", "forms"];
        string[] peers =
        [
            "small-fashion-bfloat16", "small-fashion-TF32", "small-imagenet-32-TF32", "imagenet-base-TF32",
            "small-fashion-float32", "small-imagenet-32-float32", "imagenet-base-float32",
        ];
        Assert.Equal([.. ours, .. peers.Select(name => $"eager-{name}"), .. peers.Select(name => $"compiled-{name}"), "train"], Done(answer));
        Assert.Equal(
            ["ours-imagenet-base: a batch of 512 does not fit", "ours-imagenet-base: a batch of 256 does not fit"],
            answer.OutLines.Where(line => line.EndsWith("not fit", StringComparison.Ordinal)));
        Assert.Equal(
            """
            images/s           in         batch       ours      eager   compiled  ours/eager  ours/compiled
            imagenet/base      float32      128      300.0      200.0      400.0        1.50           0.75
            imagenet/base      TF32         128      450.5      200.0      400.0        2.25           1.13
            small/fashion      bfloat16      16      600.0      200.0      400.0        3.00           1.50
            small/fashion      float32       16      300.0      200.0      400.0        1.50           0.75
            small/fashion      TF32          16      450.5      200.0      400.0        2.25           1.13
            small/imagenet-32  float32       16      300.0          -          -           -              -
            small/imagenet-32  float32       64      300.0          -          -           -              -
            small/imagenet-32  float32      256      300.0      200.0      400.0        1.50           0.75
            small/imagenet-32  TF32          16      450.5          -          -           -              -
            small/imagenet-32  TF32          64      450.5          -          -           -              -
            small/imagenet-32  TF32         256      450.5      200.0      400.0        2.25           1.13
            """.Split('\n'),
            answer.OutLines[^14..^2]);
        Assert.Equal("  linear probe accuracy   0.712   0.640", answer.OutLines[^2]);
        Assert.Equal(answer.Out, File.ReadAllText(Path.Combine(_folder, "gpu-pass-results", "summary.txt")));
        Assert.Contains("train fashion --data fashion --device cuda --minutes 5 --run", File.ReadAllText(Path.Combine(_folder, "bigbigan.calls")));
    }

    [Fact]
    public void Without_PyTorch_nothing_is_compared_and_the_quick_pass_leaves_out_what_is_large()
    {
        var answer = Run("--device", "cpu", "--quick", "--python", "./bare-python", "--data", "images", "--out", "some where").Succeeds();

        Assert.Equal("no PyTorch: ./bare-python has none, and nothing is compared with it", answer.OutLines[1]);
        Assert.Equal(["doctor", "parity", "ours-small-fashion", "ours-small-fashion-bfloat16", "ours-small-imagenet-32-2", "train"], Done(answer));
        Assert.Contains(answer.OutLines, line => line == "small/imagenet-32  float32        2      300.0          -          -           -              -");
        Assert.Contains("train fashion --data images --device cpu --minutes 0.05 --run", File.ReadAllText(Path.Combine(_folder, "bigbigan.calls")));
    }

    [Fact]
    public void A_step_that_fails_is_told_and_stops_none_of_the_others()
    {
        File.WriteAllText(Path.Combine(_folder, "bigbigan.broken"), "parity\ntrain\n");
        var answer = Run("--device", "cpu", "--quick", "--python", "./bare-python");

        Assert.Equal(1, answer.Code);
        Assert.Contains("parity: failed with exit code 3: bigbigan: parity is broken", answer.OutLines);
        Assert.Contains("train: failed with exit code 3: bigbigan: train is broken", answer.OutLines);
        Assert.Contains("no probe", answer.OutLines);
        Assert.Equal(["doctor", "ours-small-fashion", "ours-small-fashion-bfloat16", "ours-small-imagenet-32-2"], Done(answer));
    }

    [Fact]
    public void A_signal_ends_the_pass_and_the_step_that_it_is_in()
    {
        Write("bigbigan", "#!/bin/sh\n[ \"$1\" = --version ] || { echo $$ > pid; exec sleep 100; }\n");
        string[] arguments = ["--preserve-status", "2", Script, "--device", "cpu", "--program", "./bigbigan", "--python", "./bare-python", "--data", "images"];
        var answer = Bigbigan.Finish(Bigbigan.Start("timeout", _folder, arguments));

        Assert.Equal((130, "ended by a signal"), (answer.Code, answer.OutLines[^1]));
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(Path.Combine(_folder, "pid")).Trim()}"));
    }

    [Theory]
    [InlineData("there is no option '--speed'; --help shows all", "--speed")]
    [InlineData("--out needs a value", "--out")]
    [InlineData("--device is 'tpu'; expected cpu or cuda", "--device", "tpu")]
    [InlineData("there is no program './none'; name one with --program, or take the archive of tools/portable", "--program", "./none")]
    [InlineData(". has files already; name another folder with --out", "--out", ".")]
    public void A_mistake_is_one_line(string line, params string[] arguments)
    {
        var answer = Run(arguments);

        Assert.Equal((2, "", $"gpu-pass: {line}\n"), (answer.Code, answer.Out, answer.Error));
    }

    [Fact]
    public void Help_is_the_head_of_the_script()
    {
        var answer = Run("--help").Succeeds();

        Assert.StartsWith("The pass over a machine with a GPU", answer.Out);
        Assert.All(["--device", "--data", "--out", "--program", "--python", "--quick"], option => Assert.Contains($"  {option} ", answer.Out));
    }

    [FactWhereProgramsAre("python3")]
    public void What_ours_is_compared_with_is_Python()
    {
        var reference = Path.Combine(Path.GetDirectoryName(Script)!, "reference.py");
        Bigbigan.Finish(Bigbigan.Start("env", _folder, [$"PYTHONPYCACHEPREFIX={_folder}", "python3", "-m", "py_compile", reference])).Succeeds();
    }

    private static string Script { get; } = Path.Combine(Repository.Root, "tools", "gpu-pass", "gpu-pass");

    /// <summary>The steps that were done, in their order.</summary>
    private static IEnumerable<string> Done(Answer answer) =>
        answer.OutLines.Where(line => line.Contains(": done in ", StringComparison.Ordinal)).Select(line => line.Split(':')[0]);

    private Answer Run(params string[] arguments) =>
        Bigbigan.Finish(Bigbigan.Start("env", _folder, [$"PATH={_folder}:{Environment.GetEnvironmentVariable("PATH")}", Script, .. arguments]));

    private void Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        Bigbigan.Finish(Bigbigan.Start("chmod", _folder, ["+x", name])).Succeeds();
    }
}
