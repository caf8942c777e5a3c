using BigBiGan.Dsl.Generator.Classes;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Networks;

/// <summary>Who emits which network: of all specs that have an equal one, the spec with the fewest bases, then the first by path.</summary>
internal sealed class NetworkOwners
{
    private readonly Dictionary<string, NetworkClaim> _owners = new(StringComparer.Ordinal);

    public NetworkOwners(IEnumerable<NetworkClaim> claims)
    {
        foreach (var claim in claims)
        {
            foreach (var signature in claim.Signatures.All)
            {
                if (!_owners.TryGetValue(signature, out var owner) || claim.ComesBefore(owner))
                {
                    _owners[signature] = claim;
                }
            }
        }
    }

    public NetworkNames NamesFor(NetworkClaim claim)
    {
        var owned = OwnedNetworks.None;
        var signatures = claim.Signatures;
        var names = new NetworkNames(
            Name(signatures.Generator, OwnedNetworks.Generator)!,
            Name(signatures.Encoder, OwnedNetworks.Encoder),
            Name(signatures.F, OwnedNetworks.F),
            Name(signatures.H, OwnedNetworks.H),
            Name(signatures.J, OwnedNetworks.J),
            Name(signatures.Discriminator, OwnedNetworks.Discriminator),
            OwnedNetworks.None);
        return names with { Owned = owned };

        NetworkClass? Name(string? signature, OwnedNetworks role)
        {
            if (signature is null)
            {
                return null;
            }

            var owner = _owners[signature];
            if (owner.Path == claim.Path)
            {
                owned |= role;
            }

            return new NetworkClass(owner.Class.FullName + role);
        }
    }

    /// <summary>The specs' classes for those of some networks that specs have.</summary>
    public EquatableArray<OwnedNetwork> Of(IEnumerable<NetworkKey> networks) => networks
        .Where(network => _owners.ContainsKey(network.Signature))
        .Select(network => new OwnedNetwork(network.Signature, _owners[network.Signature].Class.FullName + network.Role))
        .ToEquatableArray();
}

/// <param name="Class">Its full name.</param>
internal sealed record OwnedNetwork(string Signature, string Class);

/// <summary>A spec's networks, by what they are.</summary>
/// <param name="Depth">How many specs its chain of bases has.</param>
internal sealed record NetworkClaim(string Path, int Depth, VariantClass Class, NetworkSignatures Signatures)
{
    public bool ComesBefore(NetworkClaim other) =>
        Depth != other.Depth ? Depth < other.Depth : string.CompareOrdinal(Path, other.Path) < 0;
}
