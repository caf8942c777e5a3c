namespace BigBiGan.Training.Data;

/// <summary>The images of a run: one set to train on and one that only the evaluation sees.</summary>
public sealed record DataSource(ImageSet Train, ImageSet Test)
{
    public string Name => Train.Name;

    /// <summary>The data manifest's hash: part of a run's identity. Lower-case hex.</summary>
    public string Identity => throw new NotImplementedException();

    /// <summary>Reads images at the size and colours that a variant asks for.</summary>
    /// <param name="nameOrFolder"><c>fashion-mini</c>, <c>fashion</c>, or a folder: <c>DIR/CLASS/*.png</c>, or the same below <c>DIR/train</c> and <c>DIR/test</c>.</param>
    /// <param name="size">Height and width to deliver.</param>
    /// <param name="colours">1 or 3.</param>
    /// <param name="warn">Receives a line per file that had to be skipped.</param>
    /// <param name="progress">Receives (done, total) about once a second when reading takes more than two seconds.</param>
    /// <exception cref="DataSourceException">The images cannot be used; the message says why and what to do.</exception>
    public static DataSource Load(string nameOrFolder, int size, int colours, Action<string>? warn = null, Action<int, int>? progress = null) =>
        throw new NotImplementedException();
}
