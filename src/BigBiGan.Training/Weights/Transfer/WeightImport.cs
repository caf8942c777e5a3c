using BigBiGan.Dsl;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Optimisers;
using BigBiGan.Training.Weights.Files;
using BigBiGan.Training.Weights.Layouts;

namespace BigBiGan.Training.Weights.Transfer;

/// <summary>Weights of files for the networks of a model, all or nothing.</summary>
/// <param name="files">Each holds other networks.</param>
/// <param name="layout">Null for the one that fits best.</param>
/// <param name="average">Of G, beside a file that holds G itself; null where the average starts at the imported G.</param>
public sealed class WeightImport(IReadOnlyList<WeightsFile> files, Layout? layout = null, WeightsFile? average = null)
{
    /// <param name="warn">Receives what the layouts say of themselves.</param>
    /// <returns>A record per file. Networks that none of them names are as they were.</returns>
    /// <exception cref="StateDictMismatchException">Entries are missing, extra or of another shape; the model is as it was.</exception>
    /// <exception cref="RunException">Two files hold the same network.</exception>
    public IReadOnlyList<ImportedNetworks> Load(VariantModel model, Action<string> warn)
    {
        WeightFit[] fits = [.. files.Select(file => Best(file, model))];
        string[] problems = [.. fits.SelectMany(fit => fit.Problems.Select(problem => files.Count == 1 ? problem : $"{fit.File.Path}: {problem}"))];
        if (problems.Length > 0)
        {
            throw new StateDictMismatchException(
                $"{string.Join(" and ", fits.Where(fit => fit.Problems.Count > 0).Select(Title))}: "
                + $"{problems.Length} {(problems.Length == 1 ? "entry does" : "entries do")} not fit {model.Facts.Path}; nothing was written",
                problems);
        }

        if (fits.SelectMany(fit => fit.Networks).GroupBy(role => role).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            var holders = fits.Where(fit => fit.Networks.Contains(twice.Key)).Select(fit => fit.File.Path);
            throw new RunException($"{string.Join(" and ", holders)} all hold {twice.Key}; give one of them");
        }

        if (average is not null && !fits.Any(fit => fit.Networks.Contains("G")))
        {
            throw new RunException($"{average.Path} is to be the average of G, and no other file holds G; give it as a file of its own instead");
        }

        foreach (var fit in fits)
        {
            fit.Load();
        }

        foreach (var warning in fits.Select(fit => fit.Layout.Warning).OfType<string>().Distinct())
        {
            warn(warning);
        }

        return [.. fits.Select(fit => new ImportedNetworks(
            Path.GetFullPath(fit.File.Path), fit.File.Sha256, fit.Layout.Name, fit.Networks, fit.Pairs.Count, fit.Seeded))];
    }

    /// <summary>Copies the average of G, where a file has one.</summary>
    /// <param name="ema">Of the model's G.</param>
    /// <returns>A record of the file, or nothing.</returns>
    /// <exception cref="StateDictMismatchException">Entries are missing, extra or of another shape.</exception>
    public IReadOnlyList<ImportedNetworks> LoadAverage(VariantModel model, Ema ema)
    {
        if (average is null)
        {
            return [];
        }

        // buffers stay those of G itself: the average has none of its own
        var parameters = model.Networks.Single(named => named.Role == "G").Network.named_parameters().Select(named => $"G.{named.name}").ToHashSet();
        using var applied = ema.Applied();
        var fit = Best(average, model);
        if (fit.Problems.Count > 0 || fit.Networks is not ["G"])
        {
            throw new StateDictMismatchException($"{Title(fit)}: it is not an average of G of {model.Facts.Path}; nothing was written", fit.Problems);
        }

        fit.Load(parameters);
        return [new ImportedNetworks(Path.GetFullPath(average.Path), average.Sha256, fit.Layout.Name, ["average of G"], parameters.Count, [])];
    }

    private static string Title(WeightFit fit) => $"{fit.File.Path} as {string.Join(" and ", fit.Networks)} of the layout {fit.Layout.Name}";

    /// <summary>The reading with the fewest problems; of equal ones the first.</summary>
    private WeightFit Best(WeightsFile file, VariantModel model)
    {
        var readings = (layout is null ? Layout.All : [layout])
            .SelectMany(tried => Readings(file, tried, model).Select(networks => WeightFit.Of(file, tried, networks, model)));
        return readings.MinBy(fit => fit.Problems.Count)
            ?? throw new RunException(
                $"{file.Path} holds nothing that {model.Facts.Path} has under {(layout is null ? "any layout" : $"the layout {layout.Name}")}; "
                + $"its entries are {Names(file)}");
    }

    /// <summary>The networks that a file may hold: the ones it names, or any single one that the layout has.</summary>
    private static IEnumerable<IReadOnlyList<string>> Readings(WeightsFile file, Layout tried, VariantModel model)
    {
        string[] known =
        [
            .. model.Networks
                .Select(named => named.Role)
                .Where(role => file.Tensors.Keys.Any(name => tried.ActionOn(role, name) is LayoutAction.Carry or LayoutAction.Row)),
        ];
        return !tried.Together ? known.Select(role => new[] { role }) : known.Length > 0 ? [known] : [];
    }

    private static string Names(WeightsFile file) => file.Tensors.Count == 0
        ? "none"
        : $"{string.Join(", ", file.Tensors.Keys.Take(5))}{(file.Tensors.Count > 5 ? $" and {file.Tensors.Count - 5} more" : "")}";
}
