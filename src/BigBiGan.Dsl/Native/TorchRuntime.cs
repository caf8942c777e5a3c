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

    /// <summary>
    /// The version of the libtorch that was loaded, as it tells itself: <c>2.10.0</c>; null before it is loaded, and where it does not tell. TorchSharp's
    /// <c>__version__</c> is the one that it was built against.
    /// </summary>
    public static string? LibTorchVersion { get; private set; }

    /// <summary>The libtorch that calculates: as it tells itself, else the one that TorchSharp was built against.</summary>
    public static string UsedVersion => LibTorchVersion ?? TorchSharp.torch.__version__;

    /// <summary>The file of TorchSharp's native part; null before it is loaded, and where the system's loader found it.</summary>
    public static string? TorchSharpFile { get; private set; }

    /// <summary>
    /// Chooses a folder of libtorch that the user has, in place of the program's own, for this program and those that it starts: what the variable
    /// BIGBIGAN_LIBTORCH says from outside. To be called before <see cref="Initialize"/>, which looks through it.
    /// </summary>
    /// <param name="folder">With libtorch_cpu.so in it, or in its folder <c>lib</c>.</param>
    public static void Choose(string folder) => Environment.SetEnvironmentVariable(OwnLibTorch.Variable, Path.GetFullPath(folder));

    /// <summary>To be called before the first torch call; later calls only set the number of threads.</summary>
    /// <param name="threads">Threads of one operation; null leaves libtorch's choice. Results depend on it in the last digits.</param>
    /// <exception cref="LibTorchException">libtorch cannot be found or loaded.</exception>
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
        var torchSharp = Path.Combine(Folder("BigBiGan.TorchSharpFolder", TorchSharpLibrary), TorchSharpLibrary);
        var own = OwnLibTorch.Folder();
        if (own is not null)
        {
            OwnLibTorch.Check(own, torchSharp);
        }

        var torchFolder = own ?? Folder("BigBiGan.LibTorchFolder", "libtorch_cpu.so");
        foreach (var file in Directory.GetFiles(torchFolder, "libgomp-*.so.1"))
        {
            LoadLibrary(file);
        }

        foreach (var name in OwnLibTorch.Libraries)
        {
            var file = Path.Combine(torchFolder, name);
            if (File.Exists(file))
            {
                var loaded = LoadLibrary(file);
                HasCuda |= name == "libtorch_cuda.so";
                if (name == "libtorch_cpu.so")
                {
                    (LibTorchFile, LibTorchVersion) = (file, Version(loaded));
                }
            }
        }

        // a folder need not say its version; the library does
        if (LibTorchVersion is { } found && OwnLibTorch.MinorOf(found) != OwnLibTorch.MinorOf(OwnLibTorch.Expected))
        {
            throw OwnLibTorch.OtherVersion(torchFolder, found);
        }

        // TorchSharp asks for its libraries by name; the loader answers with those that are loaded already.
        var library = LoadTorchSharp(torchSharp);
        TorchSharpFile = torchSharp;
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
        return Array.Find(folders, folder => File.Exists(Path.Combine(folder, file)))
            ?? throw new LibTorchException(
                $"{file} is in none of {string.Join(", ", folders)}; restore the packages (dotnet restore), or {OwnLibTorch.Advice}");
    }

    /// <summary>libtorch's own word, in a form that other versions keep: major, minor and patch in the highest bytes.</summary>
    private static unsafe string? Version(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var function))
        {
            return null;
        }

        var version = ((delegate* unmanaged[Cdecl]<ulong>)function)();
        return FormattableString.Invariant($"{version >> 56}.{(version >> 48) & 0xFF}.{(version >> 40) & 0xFF}");
    }

    private static nint LoadLibrary(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException problem)
        {
            throw new LibTorchException($"{file} cannot be loaded: {LoadersWords(problem)}");
        }
    }

    /// <summary>Without .NET's advice in front of them.</summary>
    private static string LoadersWords(DllNotFoundException problem)
    {
        var lines = problem.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", lines.Length > 1 ? lines[1..] : lines);
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
        catch (DllNotFoundException problem)
        {
            throw new LibTorchException($"{path} cannot be loaded: {LoadersWords(problem)}");
        }
    }

    /// <summary>For a libstdc++ older than GCC 13: Debian 12, Ubuntu 22.04, RHEL 9.</summary>
    private static nint LoadPatched(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return WeakVersion.MakeOptional(bytes, OptionalVersion)
            ? MemoryLibrary.Load(TorchSharpLibrary, bytes)
            : throw new LibTorchException($"{path} asks for {OptionalVersion} in a form that is unknown here; install libstdc++ of GCC 13 or newer");
    }
}
