namespace BigBiGan.Training.Data.Images;

/// <summary>The file that a path leads to: of a link, length and time are those of what it points at.</summary>
internal static class TargetFile
{
    /// <summary>The file, or the end of the links; whether it exists is for the caller to ask.</summary>
    /// <exception cref="IOException">The links lead in a circle, or cannot be followed.</exception>
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : file;
    }
}
