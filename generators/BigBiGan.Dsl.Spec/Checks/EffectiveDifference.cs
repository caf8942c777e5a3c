using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Checks;

/// <summary>What a change of keys comes to: the networks that became others, with parameters, multiply-adds and shapes before and after.</summary>
internal static class EffectiveDifference
{
    /// <summary>
    /// <c>; in effect F: parameters 1,234 -> 2,345 and multiply-adds 10 -> 20</c>;
    /// empty where the base is a part without all keys, and so without networks.
    /// </summary>
    public static string Of(VariantPlan? before, VariantPlan after)
    {
        if (before is null)
        {
            return "";
        }

        var changes = Enum.GetValues(typeof(NetworkRole)).Cast<NetworkRole>()
            .Select(role => Of(role, before.Find(role), after.Find(role))).OfType<string>().ToList();
        return changes.Count == 0 ? "; no network changes its size" : $"; in effect {string.Join("; ", changes)}";
    }

    private static string? Of(NetworkRole role, NetworkPlan? before, NetworkPlan? after) => (before, after) switch
    {
        (null, null) => null,
        ({ } gone, null) => $"{RoleText.Of(role)}: gone with its {Quantity.Exact(gone.Parameters)} parameters",
        (null, { } added) => $"{RoleText.Of(role)}: new with {Quantity.Exact(added.Parameters)} parameters "
            + $"and {Quantity.Exact(added.MultiplyAdds)} multiply-adds",
        ({ } old, { } changed) => Changed(role, old, changed),
    };

    private static string? Changed(NetworkRole role, NetworkPlan before, NetworkPlan after)
    {
        (string What, string Before, string After)[] facts =
        [
            ("input", before.Input.ToString(), after.Input.ToString()),
            ("output", before.Output.ToString(), after.Output.ToString()),
            ("parameters", Quantity.Exact(before.Parameters), Quantity.Exact(after.Parameters)),
            ("multiply-adds", Quantity.Exact(before.MultiplyAdds), Quantity.Exact(after.MultiplyAdds)),
        ];
        var moved = facts.Where(fact => fact.Before != fact.After).Select(fact => $"{fact.What} {fact.Before} -> {fact.After}").ToList();
        return moved.Count == 0 ? null : $"{RoleText.Of(role)}: {Phrases.And(moved)}";
    }
}
