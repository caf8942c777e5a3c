using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace BigBiGan.Dsl.Native;

/// <summary>
/// A folder of libtorch that the user has already: the one inside an installed PyTorch, a download, a distribution's. It is looked through
/// before any of it is loaded, since a library of another version may fail anywhere.
/// </summary>
internal static partial class OwnLibTorch
{
    /// <summary>The variable that names the folder, for this program and for those that it starts.</summary>
    public const string Variable = "BIGBIGAN_LIBTORCH";

    /// <summary>The version that TorchSharp is built against. Its own <c>__version__</c> says the same, and loads libtorch where it is asked.</summary>
    public const string Expected = "2.10.0";

    private const string Calculator = "libtorch_cpu.so";
    private const string Finding = """python3 -c "import torch, os; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))" """;

    /// <summary>What a folder of libtorch may have, in the order in which they are loaded. The ones with "cuda" are in a CUDA build only.</summary>
    public static IReadOnlyList<string> Libraries { get; } = ["libc10.so", Calculator, "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>How a user finds the folder.</summary>
    public static string Advice => $"name the libtorch of an installed PyTorch by --libtorch or {Variable}: {Finding.Trim()} prints it";

    /// <summary>The folder that the variable names; null where it names none.</summary>
    /// <exception cref="LibTorchException">There is no libtorch in it.</exception>
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } named)
        {
            return null;
        }

        var folder = Path.GetFullPath(named);
        if (!Directory.Exists(folder))
        {
            throw new LibTorchException($"the libtorch folder {folder} does not exist; {Advice}");
        }

        // people name the folder above, too: that of a download, or of the package torch
        string[] candidates = [folder, Path.Combine(folder, "lib")];
        return Array.Find(candidates, candidate => Directory.Exists(candidate) && Directory.EnumerateFiles(candidate, Calculator + "*").Any())
            ?? throw new LibTorchException($"the folder {folder} has no {Calculator}; {Advice}");
    }

    /// <summary>Whether TorchSharp's library can be loaded against this libtorch.</summary>
    /// <param name="torchSharp">The file of TorchSharp's native part.</param>
    /// <exception cref="LibTorchException">It cannot: another version, a broken file, or symbols that are missing, by name.</exception>
    public static void Check(string folder, string torchSharp)
    {
        var version = VersionOf(folder);
        if (version is not null && MinorOf(version) != MinorOf(Expected))
        {
            throw OtherVersion(folder, version);
        }

        if (!File.Exists(Path.Combine(folder, Calculator)))
        {
            throw new LibTorchException($"{folder} has libtorch under names with versions only; expected {Calculator}, as PyTorch installs it; {Advice}");
        }

        var offered = Libraries.Select(name => Path.Combine(folder, name)).Where(File.Exists).Select(Read).ToList();
        var missing = Read(torchSharp).Asked.Where(name => !offered.Exists(library => library.Offered.Contains(name))).ToList();
        if (missing.Count > 0)
        {
            throw new LibTorchException(
                $"the libtorch in {folder} ({version ?? "its version is not told"}) lacks {missing.Count} of the symbols that this program calls, "
                + $"first {Readable(missing.Order(StringComparer.Ordinal).First())}; it needs a libtorch {Expected}, whole: {Advice}");
        }
    }

    public static LibTorchException OtherVersion(string folder, string found) => new(
        $"the libtorch in {folder} is {found}, and this program needs {Expected} (or another {MinorOf(Expected)}); "
        + $"install that (pip install torch=={Expected}), or leave out --libtorch and {Variable} where the program has a libtorch of its own");

    /// <summary>2.10 of 2.10.0+cu128.</summary>
    public static string MinorOf(string version) => string.Join('.', version.Split('.').Take(2));

    /// <summary>What a folder says of its version: a download in build-version, PyTorch in version.py, a distribution in the name of a file.</summary>
    /// <returns>Null where it says nothing.</returns>
    internal static string? VersionOf(string folder)
    {
        var above = Path.GetDirectoryName(folder) ?? folder;
        if (Array.Find([Path.Combine(folder, "build-version"), Path.Combine(above, "build-version")], File.Exists) is { } download)
        {
            return File.ReadAllText(download).Trim();
        }

        var python = Path.Combine(above, "version.py");
        if (File.Exists(python) && PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match)
        {
            return match.Groups[1].Value;
        }

        // the file without a version is the one that is loaded, and may be a link to one that has it
        return Directory.EnumerateFiles(folder, Calculator + "*").Select(file => Path.GetFileName(file)[Calculator.Length..].TrimStart('.'))
            .Where(version => version.Length > 0).Max(StringComparer.Ordinal);
    }

    private static ElfLibrary Read(string path)
    {
        try
        {
            return ElfLibrary.Read(path);
        }
        catch (InvalidDataException problem)
        {
            throw new LibTorchException($"{path} {problem.Message}; fetch it again");
        }
    }

    /// <summary>A C++ name as it is written in C++.</summary>
    private static string Readable(string symbol)
    {
        var text = Demangle(symbol, 0, 0, out var status);
        return status == 0 ? Marshal.PtrToStringUTF8(text)! : symbol;
    }

    [GeneratedRegex("""^__version__\s*(?::\s*\w+\s*)?=\s*["']([^"']+)["']""", RegexOptions.Multiline)]
    private static partial Regex PythonVersion();

    [LibraryImport("libstdc++.so.6", EntryPoint = "__cxa_demangle", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Demangle(string symbol, nint buffer, nint length, out int status);
}
