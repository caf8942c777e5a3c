using System.Security.Cryptography;
using BigBiGan.Training.Evaluation.Evaluators;
using BigBiGan.Training.Evaluation.Solvers;

namespace BigBiGan.Training.Exports;

/// <summary>
/// Mean and covariance of features in an NPZ file, as pytorch-fid, clean-fid and the tools before them publish them: <c>mu</c> and <c>sigma</c>,
/// float64 (of others, float32 too).
/// </summary>
public static class ReferenceFile
{
    /// <summary>What such a file's name ends in.</summary>
    public const string Ending = ".npz";

    private const string Mean = "mu";
    private const string Covariance = "sigma";

    /// <exception cref="ExportException">There is no such file, or it holds no mean with its covariance.</exception>
    public static ReferenceMoments Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ExportException($"{path}: no such file; expected the statistics of images, `{Mean}` and `{Covariance}` in a {Ending} file");
        }

        try
        {
            var names = NpzFile.Names(path);
            string[] missing = [.. new[] { Mean, Covariance }.Except(names)];
            if (missing.Length > 0)
            {
                var found = names.Length == 0 ? "nothing" : string.Join(", ", names);
                throw new ExportException($"{path} has no `{missing[0]}`; expected `{Mean}` and `{Covariance}`, found {found}");
            }

            var ((mean, meanShape), (covariance, shape)) = (NpzFile.Read(path, Mean), NpzFile.Read(path, Covariance));
            if (meanShape is not [var size] || !shape.SequenceEqual([size, size]))
            {
                throw new ExportException(
                    $"{path}: `{Mean}` is [{string.Join(", ", meanShape)}] and `{Covariance}` [{string.Join(", ", shape)}]; expected [d] and [d, d]");
            }

            if (!mean.Concat(covariance).All(double.IsFinite))
            {
                throw new ExportException($"{path} has values that are not finite");
            }

            using var stream = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream))[..8];
            return new ReferenceMoments($"{Path.GetFileName(path)} {hash}", new FeatureMoments(null, mean, covariance));
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or OverflowException or FormatException)
        {
            throw new ExportException($"{path} cannot be read as the statistics of images: {problem.Message}");
        }
    }

    /// <param name="path">Replaced in one piece.</param>
    /// <param name="origin">JSON that says whose features of which images they are.</param>
    public static void Write(string path, FeatureMoments moments, string origin)
    {
        long size = moments.Mean.Length;
        NpzFile.Write(path, [(Mean, NpyArray.Of(moments.Mean, size)), (Covariance, NpyArray.Of(moments.Covariance, size, size))], origin);
    }
}
