using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BigBiGan.Dsl.Native;
using static TorchSharp.torch;

namespace BigBiGan.Dsl.Kernels;

/// <summary>What decides which machine code libtorch takes for a kernel.</summary>
/// <param name="Processor">The model, with family, model number and stepping.</param>
/// <param name="Features">Of its instruction set, as far as libraries choose by them.</param>
/// <param name="Caches">As CPUID tells of them: <c>L1d 32 KiB</c>. Empty where it tells of none, as on some virtual machines.</param>
/// <param name="Microcode">Null where it cannot be seen.</param>
/// <param name="LibTorch">The version, with a hash of the library's head.</param>
/// <param name="Settings">Variables by which the libraries are told what to choose.</param>
public sealed record Machine(
    string Processor,
    string Features,
    IReadOnlyList<string> Caches,
    string? Microcode,
    string LibTorch,
    string OneDnn,
    string Gpu,
    IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>To be raised where proofs of earlier programs do not count.</summary>
    private const int ProofVersion = 3;

    private const int Head = 1 << 20; // bytes of the library that are hashed: its headers and symbols are another in every build

    private static readonly string[] Prefixes = ["ONEDNN_", "DNNL_", "MKL_", "ATEN_CPU_CAPABILITY", "BIGBIGAN_KERNEL_FAULT"];

    private static readonly string[] ToldFeatures = ["avx", "avx2", "fma", "avx512", "avx_vnni", "amx", "sse4", "f16c", "asimd", "sve", "bf16"];

    private static readonly Lazy<Machine> Found = new(Find);

    /// <summary>This one. libtorch must be loaded.</summary>
    public static Machine Current => Found.Value;

    /// <summary>Equal on machines whose proofs hold for each other.</summary>
    public string Fingerprint { get; private init; } = "";

    private static Machine Find()
    {
        var info = File.Exists("/proc/cpuinfo") ? CpuInfo() : new Dictionary<string, string>();
        var settings = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value ?? ""))
            .Where(entry => Prefixes.Any(prefix => entry.Name.StartsWith(prefix, StringComparison.Ordinal)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(entry => entry.Name, entry => entry.Value);
        var machine = new Machine(
            $"{info.GetValueOrDefault("model name", RuntimeInformation.ProcessArchitecture.ToString())} "
                + $"(family {info.GetValueOrDefault("cpu family", "?")}, "
                + $"model {info.GetValueOrDefault("model", "?")}, stepping {info.GetValueOrDefault("stepping", "?")})",
            string.Join(' ', (info.GetValueOrDefault("flags") ?? info.GetValueOrDefault("Features") ?? "").Split(' ')
                .Where(flag => ToldFeatures.Any(told => flag.StartsWith(told, StringComparison.Ordinal))).Order(StringComparer.Ordinal)),
            CacheLeaves(),
            info.GetValueOrDefault("microcode"),
            $"{TorchRuntime.UsedVersion} {LibraryHash()}",
            Native.OneDnn.Version(),
            TorchRuntime.HasCuda && cuda.is_available() ? "CUDA" : "none",
            settings);
        var text = JsonSerializer.Serialize(machine with { Fingerprint = "" }) + ProofVersion;
        return machine with { Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16] };
    }

    /// <summary>Of the first processor.</summary>
    private static Dictionary<string, string> CpuInfo() => File.ReadLines("/proc/cpuinfo")
        .TakeWhile(line => line.Length > 0)
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(parts => parts.Length == 2)
        .GroupBy(parts => parts[0])
        .ToDictionary(group => group.Key, group => group.First()[1]);

    /// <summary>The caches that oneDNN can see: it asks the processor itself, not the system.</summary>
    private static List<string> CacheLeaves()
    {
        const int Amd = 0x6874_7541; // "Auth", the first letters of AMD's name
        var caches = new List<string>();
        if (!X86Base.IsSupported)
        {
            return caches;
        }

        var leaf = X86Base.CpuId(0, 0).Ebx == Amd ? unchecked((int)0x8000_001D) : 4;
        for (var index = 0; index < 8; index++)
        {
            var (eax, ebx, ecx, _) = X86Base.CpuId(leaf, index);
            var type = eax & 0x1F;
            if (type == 0)
            {
                break;
            }

            var bytes = (long)(((ebx >> 22) & 0x3FF) + 1) * (((ebx >> 12) & 0x3FF) + 1) * ((ebx & 0xFFF) + 1) * ((uint)ecx + 1);
            caches.Add($"L{(eax >> 5) & 7}{(type == 1 ? "d" : type == 2 ? "i" : "")} {bytes / 1024} KiB of {((eax >> 14) & 0xFFF) + 1}");
        }

        return caches;
    }

    private static string LibraryHash()
    {
        if (TorchRuntime.LibTorchFile is not { } path)
        {
            return "";
        }

        using var file = File.OpenRead(path);
        var head = new byte[Math.Min(Head, file.Length)];
        file.ReadExactly(head);
        return $"{Convert.ToHexStringLower(SHA256.HashData(head))[..12]}-{file.Length}";
    }
}
