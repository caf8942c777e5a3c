using BigBiGan.Training.Data.Folders;

namespace BigBiGan.Training.Data.Sources;

/// <summary>A user's own pictures, in a folder of the layouts that <see cref="FolderLayout"/> knows.</summary>
internal static class FolderSource
{
    /// <param name="note">Receives a line that says which folder became what.</param>
    public static DataSource Load(string folder, int size, int colours, Action<string>? warn, Action<int, int>? progress, Action<string>? note)
    {
        var layout = FolderLayout.Of(folder);
        note?.Invoke(layout.Told);
        if (layout.LeftOut.Count > 0)
        {
            warn?.Invoke($"{folder}: left out: {string.Join("; ", layout.LeftOut)}");
        }

        var total = layout.Train.Count + layout.Test.Count;
        var reader = new PictureReader(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), size, colours, total, progress);
        var source = new DataSource(reader.Read(layout.Train, "train"), reader.Read(layout.Test, "test"));
        reader.ReportBroken(folder, warn);
        return source;
    }
}
