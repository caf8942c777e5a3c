using System.Diagnostics;
using System.Runtime.InteropServices;
using BigBiGan.Dsl.Native;
using TorchSharp;

namespace BigBiGan.Cli.Examination;

/// <summary>A program or a library that a run may use.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Version">Null where it does not tell.</param>
/// <param name="Place">Null where there is none: not every machine needs every one.</param>
internal sealed record Software(string Name, string? Version, string? Place)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>.NET, TorchSharp, libtorch, cuDNN, NCCL, MPI, Slurm. Of libraries that are not loaded the version is the one in the file's name.</summary>
    public static IReadOnlyList<Software> All() =>
    [
        new(".NET", Environment.Version.ToString(), RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/')),
        new("TorchSharp", typeof(torch).Assembly.GetName().Version?.ToString(3), TorchRuntime.TorchSharpFile),
        new("libtorch", TorchRuntime.LibTorchVersion, TorchRuntime.LibTorchFile),
        Library("cuDNN", "libcudnn.so"),
        Library("NCCL", "libnccl.so"),
        Program("MPI", "mpirun"),
        Program("Slurm", "sbatch"),
    ];

    private static Software Library(string name, string file)
    {
        var found = Folders()
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, file + "*"))
            .Order(StringComparer.Ordinal).FirstOrDefault();
        var real = found is null ? null : File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
        var version = real?[(real.LastIndexOf(file, StringComparison.Ordinal) + file.Length)..].TrimStart('.');
        return new Software(name, version is "" ? null : version, found);
    }

    /// <summary>Where libtorch's own loader would look: beside it, in the packages that PyTorch installs beside itself, and where systems keep them.</summary>
    private static IEnumerable<string> Folders()
    {
        if (Path.GetDirectoryName(TorchRuntime.LibTorchFile) is { } torch)
        {
            yield return torch;
            yield return Path.GetFullPath(Path.Combine(torch, "..", "..", "nvidia", "cudnn", "lib"));
            yield return Path.GetFullPath(Path.Combine(torch, "..", "..", "nvidia", "nccl", "lib"));
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }

        yield return "/usr/lib/x86_64-linux-gnu";
        yield return "/usr/lib64";
        yield return "/usr/local/cuda/lib64";
    }

    private static Software Program(string name, string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        return new Software(name, path is null ? null : FirstLine(path, "--version"), path);
    }

    /// <summary>What a program prints first; null where it fails, or has said nothing after some seconds.</summary>
    public static string? FirstLine(string program, params string[] arguments) => Lines(program, arguments) is [var first, ..] ? first : null;

    /// <summary>What a program prints; null where there is none of this name, or where it fails or does not end within some seconds.</summary>
    public static IReadOnlyList<string>? Lines(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 ? output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
