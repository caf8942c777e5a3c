using System.Globalization;

namespace BigBiGan.Cli.Examination;

/// <summary>A card, as its driver describes it: <c>nvidia-smi</c>, which lists all of them, also those that CUDA_VISIBLE_DEVICES hides.</summary>
/// <param name="Memory">Bytes.</param>
/// <param name="Free">Bytes that nobody uses.</param>
/// <param name="Capability">Of its calculations: 8.0 and above have TF32 and bfloat16.</param>
internal sealed record CudaCard(string Name, long Memory, long Free, string Capability, string Driver)
{
    private const int MiB = 1 << 20;

    /// <summary>Empty where there is no driver.</summary>
    public static IReadOnlyList<CudaCard> All() =>
    [
        .. (Software.Lines("nvidia-smi", "--query-gpu=name,memory.total,memory.free,compute_cap,driver_version", "--format=csv,noheader,nounits") ?? [])
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 5)
            .Select(parts => new CudaCard(parts[0], Bytes(parts[1]), Bytes(parts[2]), parts[3], parts[4])),
    ];

    // cards that share their memory with the processor answer [N/A]
    private static long Bytes(string mebibytes) => long.TryParse(mebibytes, CultureInfo.InvariantCulture, out var number) ? number * MiB : 0;
}
