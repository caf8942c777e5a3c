using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Results;

/// <summary>
/// The claims of a cell: <c>claims/0001.json</c>, <c>0002.json</c>, one per process that ever had it. The one of the highest number counts.
/// Who takes a cell makes the next number by a hard link, which one process alone can do, on NFS too; none is ever deleted, so that
/// no process, however late, can take away what another has made meanwhile.
/// </summary>
/// <param name="Number">0 where nobody ever had it.</param>
/// <param name="Text">As it stands in the file: two looks are compared by it.</param>
/// <param name="Holder">Null where there is none, or its file cannot be read.</param>
internal sealed partial record ClaimFile(int Number, string Text, ClaimHolder? Holder)
{
    private const int Exists = 17; // EEXIST

    /// <summary>Whether the cell may be taken at once.</summary>
    public bool IsFree => Number == 0 || Holder?.IsOver == true;

    /// <summary>The one that counts.</summary>
    /// <param name="folder">Of the cell.</param>
    public static ClaimFile Newest(string folder)
    {
        var number = 0;
        if (Directory.Exists(Folder(folder)))
        {
            number = Directory.EnumerateFiles(Folder(folder), "*.json").Select(NumberOf).DefaultIfEmpty(0).Max();
        }

        return number == 0 ? new ClaimFile(0, "", null) : At(folder, number);
    }

    /// <summary>Whether a claim of a higher number is there.</summary>
    public static bool IsOutdone(string folder, int number) => File.Exists(PathOf(folder, number + 1));

    /// <summary>Makes the claim of a number; false where another process was quicker.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static bool Make(string folder, int number, ClaimHolder holder)
    {
        var (path, text) = (PathOf(folder, number), JsonFormat.File(holder));
        Directory.CreateDirectory(Folder(folder));
        var aside = $"{path}.{holder.Token}{DurableFile.PartEnding}";
        DurableFile.Write(aside, text);
        try
        {
            if (Link(aside, path) == 0)
            {
                return true;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Exists)
            {
                return At(folder, number).Text == text; // an answer of NFS that was lost is asked for again, and meets its own link
            }
        }
        finally
        {
            File.Delete(aside);
        }

        return MakeWithoutLink(path, text);
    }

    /// <summary>Writes the claim of its holder anew.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Renew(string folder, int number, ClaimHolder holder) => DurableFile.Write(PathOf(folder, number), JsonFormat.File(holder));

    /// <summary>Where the file system has no hard links. Half a file is of a holder that nobody knows: it is watched.</summary>
    private static bool MakeWithoutLink(string path, string text)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            using var writer = new StreamWriter(stream);
            writer.Write(text);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static ClaimFile At(string folder, int number)
    {
        try
        {
            var text = File.ReadAllText(PathOf(folder, number)); // opened anew: that is when NFS asks its server
            return new ClaimFile(number, text, JsonFormat.Read<ClaimHolder>(text));
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return new ClaimFile(number, "", null);
        }
    }

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string PathOf(string folder, int number) => Path.Combine(Folder(folder), string.Create(CultureInfo.InvariantCulture, $"{number:0000}.json"));

    private static string Folder(string folder) => Path.Combine(folder, "claims");

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string from, string to);
}
