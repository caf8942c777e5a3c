namespace BigBiGan.Training.Weights.Files;

/// <summary>Finds the state dict in what a <c>.pth</c> file holds: often it is one entry of several.</summary>
internal static class StateDicts
{
    private const int Deepest = 4;
    private const int Named = 8;

    /// <param name="root">Of the pickle.</param>
    /// <param name="key">The dictionary that is asked for, outer names first with dots between; null for the only one.</param>
    /// <exception cref="InvalidDataException">There is none, or several and no key.</exception>
    public static IReadOnlyList<(string Name, PickledTensor Tensor)> Find(object? root, string? key)
    {
        var dictionary = root as PickledDictionary ?? throw new InvalidDataException("it holds no dictionary; expected a state dict: names with tensors");
        if (IsOptimiser(dictionary))
        {
            throw new InvalidDataException(
                "this is the state of an optimiser, not weights; give the file of the network (BigGAN-PyTorch: G.pth, G_ema.pth or D.pth)");
        }

        var found = Below("", dictionary, 0).ToList();
        if (key is not null && found.FirstOrDefault(one => one.Name == key).Entries is { } asked)
        {
            return asked;
        }

        return (found, Entries(dictionary)) switch
        {
            (_, { } flat) => Under(key, flat),
            _ when key is not null => throw new InvalidDataException($"it has no state dict '{key}'; it has {List(found)}"),
            ([var one], _) => one.Entries,
            ([], _) => throw NoStateDict(dictionary),
            _ => throw new InvalidDataException($"it holds several state dicts: {List(found)}; say which one: --key {found[0].Name}"),
        };
    }

    /// <summary>The entries of a flat file whose names begin with a key, without it; all where there is no key.</summary>
    /// <exception cref="InvalidDataException">No name begins so.</exception>
    public static IReadOnlyList<(string Name, T Value)> Under<T>(string? key, IReadOnlyList<(string Name, T Value)> entries)
    {
        if (key is null)
        {
            return entries;
        }

        (string, T)[] under =
        [
            .. entries
                .Where(entry => entry.Name.StartsWith(key + ".", StringComparison.Ordinal))
                .Select(entry => (entry.Name[(key.Length + 1)..], entry.Value)),
        ];
        return under.Length > 0
            ? under
            : throw new InvalidDataException(
                $"it has no state dict '{key}', and no name that begins with it; "
                + $"its first name is {entries.Select(entry => entry.Name).FirstOrDefault("missing")}");
    }

    private static IEnumerable<(string Name, IReadOnlyList<(string, PickledTensor)> Entries)> Below(string prefix, PickledDictionary dictionary, int depth)
    {
        foreach (var (name, inner) in dictionary.Entries
            .Where(entry => entry is (string, PickledDictionary))
            .Select(entry => ((string)entry.Key!, (PickledDictionary)entry.Value!)))
        {
            if (Entries(inner) is { Count: > 0 } entries)
            {
                yield return (prefix + name, entries);
            }
            else if (depth < Deepest && !IsOptimiser(inner))
            {
                foreach (var deeper in Below($"{prefix}{name}.", inner, depth + 1))
                {
                    yield return deeper;
                }
            }
        }
    }

    /// <summary>Null where something in it is not a tensor.</summary>
    private static IReadOnlyList<(string Name, PickledTensor Tensor)>? Entries(PickledDictionary dictionary) =>
        dictionary.Entries.All(entry => entry is (string, PickledTensor))
            ? [.. dictionary.Entries.Select(entry => ((string)entry.Key!, (PickledTensor)entry.Value!))]
            : null;

    private static bool IsOptimiser(PickledDictionary dictionary) => dictionary.Entries.Any(entry => entry.Key is "param_groups");

    private static InvalidDataException NoStateDict(PickledDictionary dictionary)
    {
        var (key, value) = dictionary.Entries.First(entry => entry is not (string, PickledTensor));
        return new InvalidDataException(
            $"its entry `{key}` is not a tensor{(value is PickledDictionary ? " but a dictionary" : "")}; "
            + "expected a state dict: names with tensors; in Python: torch.save(torch.load(FILE)[NAME], OTHER)");
    }

    private static string List(IReadOnlyList<(string Name, IReadOnlyList<(string, PickledTensor)> Entries)> found) => found.Count == 0
        ? "none"
        : string.Join(", ", found.Take(Named).Select(one => $"{one.Name} ({one.Entries.Count} tensors)"))
            + (found.Count > Named ? $" and {found.Count - Named} more" : "");
}
