using System.Text;
using System.Text.Json;
using BigBiGan.Dsl.State;

namespace BigBiGan.Dsl.Kernels;

/// <summary>
/// The verdicts of this machine, kept in the user's cache: a file for each fingerprint, a line for each kernel. Any number of processes
/// may add to it; a line that is cut or foreign counts as none.
/// </summary>
internal sealed class VerdictCache
{
    private readonly string? _file;

    public VerdictCache(Machine machine)
    {
        if (UserCache.Folder("kernels") is not { } folder)
        {
            return; // no cache: proven anew by each process
        }

        try
        {
            Directory.CreateDirectory(folder);
            _file = Path.Combine(folder, machine.Fingerprint + ".jsonl");
            if (!File.Exists(_file))
            {
                File.AppendAllText(_file, JsonSerializer.Serialize(machine, KernelJson.Options) + "\n");
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _file = null; // as without a cache
        }
    }

    /// <summary>All that is known.</summary>
    public IEnumerable<KernelVerdict> Read()
    {
        string[] lines;
        try
        {
            lines = _file is null || !File.Exists(_file) ? [] : File.ReadAllLines(_file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            lines = [];
        }

        return lines.Skip(1).Select(Parse).OfType<KernelVerdict>();
    }

    public void Add(KernelVerdict verdict)
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            using var stream = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(verdict, KernelJson.Options) + "\n"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // kept for this process only
        }
    }

    private static KernelVerdict? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<KernelVerdict>(line, KernelJson.Options) is { Kernel: not null } verdict ? verdict : null;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
