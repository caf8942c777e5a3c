using BigBiGan.Cli.Tests.Harness;

namespace BigBiGan.Cli.Tests;

/// <summary>Whatever the user got wrong: exit code 1 and one line that says what and what to do.</summary>
public sealed class MistakeTests
{
    [Theory]
    [InlineData("a command is missing; expected list, describe, diff, check, doctor, parity, speed, train, watch, evaluate, sample, reconstruct, compare, embed, cluster, import, export, data, report or grid; see 'bigbigan --help'")]
    [InlineData("there is no command 'trian'; expected list, describe, diff, check, doctor, parity, speed, train, watch, evaluate, sample, reconstruct, compare, embed, cluster, import, export, data, report or grid; did you mean 'train'?; see 'bigbigan --help'", "trian")]
    [InlineData("'--stpes' is not an option of 'train'; did you mean '--steps'?; see 'bigbigan train --help'", "train", "fashion", "--stpes", "3")]
    [InlineData("'--jsn' is not an option of 'describe'; did you mean '--json'?; see 'bigbigan describe --help'", "describe", "--jsn")]
    [InlineData("'extra' is one argument too many for 'describe'; see 'bigbigan describe --help'", "describe", "fashion", "extra")]
    [InlineData("no variant is named 'fashon' (did you mean fashion?); 'bigbigan list' shows all", "describe", "fashon")]
    [InlineData("Required argument 'VARIANT' missing for command: 'describe'; see 'bigbigan describe --help'", "describe")]
    [InlineData("--diagram is 'dot'; expected mermaid or svg", "describe", "fashion", "--diagram", "dot")]
    [InlineData("--diagram and --json are mutually exclusive", "describe", "fashion", "--diagram", "svg", "--json")]
    [InlineData("--out is where a diagram goes; add --diagram mermaid or --diagram svg", "describe", "fashion", "--out", "a.svg")]
    [InlineData("--out is 'a.png'; expected a file that ends in .svg", "describe", "fashion", "--diagram", "svg", "--out", "a.png")]
    [InlineData("'fashion' is a variant; name a second one to compare it with", "diff", "fashion")]
    [InlineData("'small/no-e' is a variant and 'fashon' is none (did you mean fashion?); name two variants, or two revisions with --variant small/no-e", "diff", "fashon", "small/no-e")]
    [InlineData("--variant goes with revisions, and 'fashion' is a variant; two variants are compared as they are", "diff", "fashion", "small/no-e", "--variant", "fashion")]
    [InlineData("--models: there is no folder models here; expected the folder of specs, as it is in the git repository", "diff", "HEAD")]
    [InlineData("'c' is one argument too many for 'diff'; see 'bigbigan diff --help'", "diff", "a", "b", "c")]
    [InlineData("train needs a VARIANT, or --resume RUN; see 'bigbigan train --help'", "train")]
    [InlineData("--steps and --minutes are mutually exclusive; see 'bigbigan train --help'", "train", "fashion", "--steps", "3", "--minutes", "1")]
    [InlineData("--log has 'wandb'; expected a list of jsonl, tensorboard or csv, such as jsonl,tensorboard,csv; see 'bigbigan train --help'", "train", "fashion", "--log", "jsonl,wandb")]
    [InlineData("--steps is 'many'; expected a whole number from 1 on; see 'bigbigan train --help'", "train", "fashion", "--steps", "many")]
    [InlineData("--steps is '0'; expected a whole number from 1 on; see 'bigbigan train --help'", "train", "fashion", "--steps", "0")]
    [InlineData("--keep is '0'; expected a whole number from 1 on; see 'bigbigan train --help'", "train", "fashion", "--keep", "0")]
    [InlineData("--checkpoint is 'first'; expected the number of a step, or best; see 'bigbigan evaluate --help'", "evaluate", "run", "--checkpoint", "first")]
    [InlineData("--minutes is '-1'; expected a number above 0; see 'bigbigan train --help'", "train", "fashion", "--minutes", "-1")]
    [InlineData("--batch is '1'; expected a whole number from 2 on; see 'bigbigan train --help'", "train", "fashion", "--batch", "1")]
    [InlineData("--run is empty; see 'bigbigan train --help'", "train", "fashion", "--run", "")]
    [InlineData("Required argument missing for option: '--resume'; see 'bigbigan train --help'", "train", "--resume")]
    [InlineData("--run names a new run and --resume an old one; give one of them; see 'bigbigan train --help'", "train", "--resume", "a", "--run", "b")]
    [InlineData("--forms is 'sideways'; expected measured, last-merged, last-apart, first-merged or first-apart; see 'bigbigan train --help'", "train", "fashion", "--forms", "sideways")]
    [InlineData("--forms measured is for a new run; name the forms that the run is to go on with, or leave --forms out; see 'bigbigan train --help'", "train", "--resume", "a", "--forms", "measured")]
    [InlineData("--forms is 'measured'; expected last-merged, last-apart, first-merged or first-apart; see 'bigbigan speed --help'", "speed", "fashion", "--forms", "measured")]
    [InlineData("--device is 'tpu'; expected cpu or cuda", "train", "fashion", "--device", "tpu")]
    [InlineData("imagenet/base draws 3-colour images of 128 px and has no data of its own; give --data DIR, a folder of class folders of PNG or JPEG", "train", "imagenet/base")]
    [InlineData("nowhere: no such folder; expected `fashion-mini`, `fashion` or a folder with a folder of images per class", "train", "fashion", "--data", "nowhere")]
    [InlineData("nowhere: no such file or folder; expected a spec (.yaml) or a folder of specs", "check", "nowhere")]
    [InlineData("nowhere: no such folder; expected that of a run, of several, or of a grid's results", "watch", "nowhere")]
    [InlineData("--best is 'fid'; expected probe, probe-top, probe-crelu, probe-crelu-top, knn, frechet, kernel, precision, recall, density, coverage or inception-score; see 'bigbigan train --help'", "train", "fashion", "--best", "fid")]
    [InlineData("nowhere holds no run (no run.json there); expected a folder that `bigbigan train` made", "evaluate", "nowhere")]
    [InlineData("--budget is 'much'; expected hours such as 2h, multiply-adds such as 3e15, or none; see 'bigbigan grid plan --help'", "grid", "plan", "ci", "--budget", "much")]
    [InlineData("--cells-per-job is of jobs of CI, and table has none; add --format github-matrix or gitlab", "grid", "plan", "ci", "--cells-per-job", "4")]
    [InlineData("--format is 'jenkins'; expected table, json, github-matrix or gitlab", "grid", "plan", "ci", "--format", "jenkins")]
    [InlineData("--models is where a revision has its specs; add --against REVISION", "grid", "plan", "ci", "--models", "specs")]
    [InlineData("--link stands in a comment; add --format comment", "grid", "report", "ci", "--link", "https://example.org")]
    [InlineData("--format is 'word'; expected pages, latex, csv, json or comment", "grid", "report", "ci", "--format", "word")]
    [InlineData("--features: 'resnet' are no features; expected classifier, inception:FILE or inception-clean:FILE", "evaluate", "nowhere", "--features", "resnet")]
    [InlineData("--features: none.pth: no such file; expected the weights of Inception, pt_inception-2015-12-05-6726825d.pth of pytorch-fid or weights-inception-2015-12-05-6726825d.pth of torch-fidelity (docs/data.md says where they are)", "evaluate", "nowhere", "--features", "inception:none.pth")]
    [InlineData("none.npz: no such file; expected the statistics of images, `mu` and `sigma` in a .npz file", "evaluate", "nowhere", "--reference", "none.npz")]
    [InlineData("--write-reference is 'a.txt'; expected a file that ends in .npz", "evaluate", "nowhere", "--write-reference", "a.txt")]
    [InlineData("--samples is '9'; expected a whole number from 10 on; see 'bigbigan evaluate --help'", "evaluate", "nowhere", "--samples", "9")]
    [InlineData("nowhere holds no run (no run.json there); expected a folder that `bigbigan train` made", "train", "--resume", "nowhere")]
    [InlineData("Option '--out' is required; see 'bigbigan sample --help'", "sample", "nowhere")]
    [InlineData("--out is 'a.jpg'; expected a file that ends in .png", "sample", "nowhere", "--out", "a.jpg")]
    [InlineData("--grid is '4'; expected rows x columns such as 4x10, at most 256x64; see 'bigbigan sample --help'", "sample", "nowhere", "--grid", "4", "--out", "a.png")]
    [InlineData("--count says how many samples, and so does --grid RxC; leave --count out", "sample", "nowhere", "--grid", "4x4", "--count", "3", "--out", "a.png")]
    [InlineData("--nearest and --interpolate are mutually exclusive", "sample", "nowhere", "--nearest", "4", "--interpolate", "--out", "a.png")]
    [InlineData("--nearest is of a picture, and --format is npz; leave one out", "sample", "nowhere", "--nearest", "4", "--format", "npz", "--out", "a.npz")]
    [InlineData("one run, nowhere, is compared with nothing; name a second one, or draw it with 'bigbigan sample'", "compare", "nowhere", "--out", "a.png")]
    [InlineData("--count is '0'; expected a whole number from 1 on; see 'bigbigan sample --help'", "sample", "nowhere", "--count", "0", "--out", "a.png")]
    [InlineData("--out is 'a.png'; expected a file that ends in .safetensors, .npz or .parquet", "embed", "nowhere", "--out", "a.png")]
    [InlineData("Option '--variant' is required; see 'bigbigan import --help'", "import", "nowhere.pth")]
    [InlineData("nowhere.pth: no such file; expected a .pth or .safetensors file", "import", "nowhere.pth", "--variant", "fashion")]
    [InlineData("--layout is 'keras'; expected auto, own, biggan-pytorch or bigbigan", "import", "nowhere.pth", "--variant", "fashion", "--layout", "keras")]
    [InlineData("Option '--format' is required; see 'bigbigan export --help'", "export", "nowhere")]
    [InlineData("--format is 'onnx'; expected safetensors or pytorch-names", "export", "nowhere", "--format", "onnx")]
    [InlineData("--network is 'F'; expected G, E or D", "export", "nowhere", "--format", "safetensors", "--network", "F")]
    [InlineData("nowhere holds no run (no run.json there); expected a folder that `bigbigan train` made", "export", "nowhere", "--format", "safetensors")]
    [InlineData("--out is 'a.pth'; expected a file that ends in .safetensors", "export", "nowhere", "--format", "safetensors", "--out", "a.pth")]
    public void A_mistake_is_told_in_one_line(string line, params string[] arguments) => Assert.Equal(line, Bigbigan.Run(arguments).Refusal());

    [Fact]
    public void A_file_in_a_missing_folder_is_refused_before_the_work() =>
        Assert.Equal(
            $"--out none/a.png: there is no folder {Path.Combine(Workplace.Folder, "none")}; make it first", Bigbigan.Run("sample", "nowhere", "--out", "none/a.png").Refusal());

    [Fact]
    public void Cuda_without_a_gpu_is_refused()
    {
        if (!File.Exists("/dev/nvidiactl"))
        {
            Assert.StartsWith("--device cuda: no CUDA device can be used", Bigbigan.Run("train", "fashion", "--device", "cuda").Refusal());
        }
    }

    [Fact]
    public void Cuda_of_a_build_for_the_CPU_is_refused_with_the_build_that_has_it()
    {
        if (!File.Exists(Path.Combine(Path.GetDirectoryName(Bigbigan.Program)!, "libtorch_cuda.so")))
        {
            var line = $"--device cuda: no CUDA device can be used, as the libtorch in {AppContext.GetData("BigBiGan.LibTorchFolder")} is for the CPU; "
                + "name one with CUDA by --libtorch (docs/gpu.md), build with -p:TorchBackend=cuda, or take --device cpu";
            Assert.Equal(line, Bigbigan.Run("train", "fashion", "--device", "cuda").Refusal());
            Assert.Equal(line, Bigbigan.Run("sample", FinishedRun.Folder, "--out", "cuda.png", "--device", "cuda").Refusal());
        }
    }

    [Theory]
    [InlineData("cuda", "TorchBackend=cuda needs the package TorchSharp-cuda-linux")]
    [InlineData("rocm", "TorchBackend is 'rocm'; expected cpu, cuda or own")]
    public void A_build_for_what_is_not_there_says_so_in_one_line(string backend, string expected)
    {
        var build = Bigbigan.Finish(Bigbigan.Start(
            "dotnet", Repository.Root, ["msbuild", "src/BigBiGan.Cli", "-t:CheckTorchBackend", $"-p:TorchBackend={backend}", "-nologo", "-v:quiet", "-nodeReuse:false"]));
        Assert.Equal(1, build.Code);
        Assert.Contains($"error : {expected}", Assert.Single(build.OutLines));
    }

    [Fact]
    public void Too_little_memory_is_told_in_one_line()
    {
        var answer = Bigbigan.Bash("DOTNET_GCHeapHardLimit=0xA00000 bigbigan train fashion --steps 1");
        Assert.Equal(1, answer.Code);
        Assert.Equal("bigbigan: there is not enough memory for this; take a smaller --batch or fewer images, or another machine", answer.ErrorLines[^1]);
    }

    [Fact]
    public void An_answer_that_cannot_be_written_is_told() => Assert.Equal("No space left on device", Bigbigan.Bash("bigbigan list --json > /dev/full").Refusal());
}
