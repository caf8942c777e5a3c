namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>
/// The classes that a variant's networks are, by full name. Equal networks are
/// emitted once: by the spec nearest to the root of its chain of bases that has them.
/// </summary>
/// <param name="Encoder">Null where the variant has no such network, like the others.</param>
/// <param name="Owned">The roles whose class this spec's file contains.</param>
internal sealed record NetworkNames(
    string Generator, string? Encoder, string? F, string? H, string? J, string? Discriminator, OwnedNetworks Owned);

[Flags]
internal enum OwnedNetworks
{
    None = 0,
    Generator = 1,
    Encoder = 2,
    F = 4,
    H = 8,
    J = 16,
    Discriminator = 32,
}
