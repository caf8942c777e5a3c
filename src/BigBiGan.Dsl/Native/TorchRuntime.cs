using System.Runtime.InteropServices;
using TorchSharp;

namespace BigBiGan.Dsl.Native;

/// <summary>Loads libtorch and settles what must be settled before its first call.</summary>
public static class TorchRuntime
{
    private const string TorchSharpLibrary = "libLibTorchSharp.so";
    private const string OptionalVersion = "GLIBCXX_3.4.32";
    private static readonly Lock Gate = new();
    private static bool _initialised;

    /// <summary>Whether the libtorch that was loaded has its CUDA part; a device need not be there.</summary>
    public static bool HasCuda { get; private set; }

    /// <summary>The library that calculates; null before it is loaded, and where the system's loader found it.</summary>
    public static string? LibTorchFile { get; private set; }

    /// <summary>To be called before the first torch call; later calls only set the number of threads.</summary>
    /// <param name="threads">Threads of one operation; null leaves libtorch's choice. Results depend on it in the last digits.</param>
    /// <exception cref="DllNotFoundException">libtorch cannot be found or loaded.</exception>
    public static void Initialize(int? threads = null)
    {
        lock (Gate)
        {
            if (!_initialised && OperatingSystem.IsLinux())
            {
                GlibcSettings.Apply();
                Load();
                OneDnn.DisableNnpack();
                NativeWarnings.ShowOnce();
            }

            _initialised = true;
        }

        if (threads is { } count)
        {
            torch.set_num_threads(count);
        }
    }

    private static void Load()
    {
        var torchFolder = Folder("BigBiGan.LibTorchFolder", "libtorch_cpu.so");
        foreach (var file in Directory.GetFiles(torchFolder, "libgomp-*.so.1"))
        {
            NativeLibrary.Load(file);
        }

        // libtorch_cuda.so is there in a CUDA build only.
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so" })
        {
            var file = Path.Combine(torchFolder, name);
            if (File.Exists(file))
            {
                NativeLibrary.Load(file);
                HasCuda |= name == "libtorch_cuda.so";
                LibTorchFile = name == "libtorch_cpu.so" ? file : LibTorchFile;
            }
        }

        // TorchSharp asks for its libraries by name; the loader answers with those that are loaded already.
        var library = LoadTorchSharp(Path.Combine(Folder("BigBiGan.TorchSharpFolder", TorchSharpLibrary), TorchSharpLibrary));
        NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? library : 0);
    }

    /// <summary>A published program carries its libraries; a build in the repository reads them from the package folder.</summary>
    private static string Folder(string setting, string file)
    {
        var rid = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string[] folders =
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native"),
            .. AppContext.GetData(setting) is string configured ? [configured] : Array.Empty<string>(),
        ];
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, file)))
            ?? throw new DllNotFoundException(
                $"{file} is in none of {string.Join(", ", folders)}; restore the packages (dotnet restore) or publish with the libraries (dotnet publish)");
    }

    private static nint LoadTorchSharp(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException problem) when (problem.Message.Contains(OptionalVersion, StringComparison.Ordinal))
        {
            return LoadPatched(path);
        }
    }

    /// <summary>For a libstdc++ older than GCC 13: Debian 12, Ubuntu 22.04, RHEL 9.</summary>
    private static nint LoadPatched(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return WeakVersion.MakeOptional(bytes, OptionalVersion)
            ? MemoryLibrary.Load(TorchSharpLibrary, bytes)
            : throw new DllNotFoundException($"{path} asks for {OptionalVersion} in a form that is unknown here; install libstdc++ of GCC 13 or newer");
    }
}
