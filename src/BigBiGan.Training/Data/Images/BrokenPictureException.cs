using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Images;

/// <summary>A picture that is there and cannot be decoded.</summary>
/// <param name="name">Its path, or the file that it lies in and its name there.</param>
/// <param name="reason">In words, without a full stop.</param>
internal sealed class BrokenPictureException(string name, string reason)
    : DataSourceException($"{name}: cannot be read: {reason}. Mend or remove it, or leave such pictures out with --broken skip.")
{
    public string Name => name;

    public string Reason => reason;
}
