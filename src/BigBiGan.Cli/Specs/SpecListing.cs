using System.Runtime.InteropServices;
using BigBiGan.Dsl.Spec.Text;
using Microsoft.Win32.SafeHandles;

namespace BigBiGan.Cli.Specs;

/// <summary>A models folder, read as the build reads it: <see cref="SpecPath"/> says which files, and links are followed.</summary>
/// <param name="Files">Specs, and what would be some under another ending; by path below the folder, in order.</param>
/// <param name="Unread">What has a spec's name and is not a file, and links that lead back.</param>
internal sealed partial record SpecListing(IReadOnlyList<(string Path, string Text)> Files, IReadOnlyList<UnreadFile> Unread)
{
    private const int NonBlocking = 0x800;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    public static SpecListing Of(string root)
    {
        var files = new List<(string Path, string Text)>();
        var unread = new List<UnreadFile>();
        Enter(new DirectoryInfo(root), "", []);
        return new SpecListing([.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], [.. unread.OrderBy(file => file.Path, StringComparer.Ordinal)]);

        void Enter(DirectoryInfo folder, string path, IReadOnlyList<string> above)
        {
            var real = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName
                ?? (above.Count > 0 ? Path.Combine(above[^1], folder.Name) : folder.FullName);
            if (above.Contains(real))
            {
                unread.Add(new UnreadFile(path, "a link back to a folder above it; it is not entered"));
                return;
            }

            foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything))
            {
                var name = path.Length == 0 ? entry.Name : $"{path}/{entry.Name}";
                if (entry is DirectoryInfo below)
                {
                    if (SpecPath.IsEntered(name + "/"))
                    {
                        Enter(below, name, [.. above, real]);
                    }
                }
                else if (SpecPath.IsSpec(name) || SpecPath.IsMisnamed(name))
                {
                    if (Text(entry) is { } text)
                    {
                        files.Add((name, text));
                    }
                    else
                    {
                        unread.Add(new UnreadFile(name, "no file stands behind this name (a link that leads nowhere, a pipe); it is not read"));
                    }
                }
            }
        }
    }

    /// <summary>Null where no file is behind the name.</summary>
    private static string? Text(FileSystemInfo entry)
    {
        var target = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
        return target is not FileInfo { Exists: true } file ? null
            : file.Length > 0 ? File.ReadAllText(file.FullName)
            : IsRegular(file.FullName) ? ""
            : null;
    }

    /// <summary>Whether it is a file: to open a pipe in the usual way would wait for whoever writes into it.</summary>
    private static bool IsRegular(string path)
    {
        using var handle = new SafeFileHandle(Open(path, NonBlocking), ownsHandle: true);
        try
        {
            return !handle.IsInvalid && RandomAccess.GetLength(handle) >= 0;
        }
        catch (NotSupportedException)
        {
            return false; // nothing that one can seek in
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}

/// <summary>What lies among the specs and is not read.</summary>
/// <param name="Path">Of a file or a folder.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record UnreadFile(string Path, string Reason);
