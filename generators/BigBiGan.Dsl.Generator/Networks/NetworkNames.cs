using BigBiGan.Dsl.Generator.Code;

namespace BigBiGan.Dsl.Generator.Networks;

/// <summary>
/// The classes that a variant's networks are, by full name. Equal networks are
/// emitted once: by the spec nearest to the root of its chain of bases that has them.
/// </summary>
/// <param name="Encoder">Null where the variant has no such network, like the others.</param>
/// <param name="Owned">The roles whose class this spec's file contains.</param>
internal sealed record NetworkNames(
    NetworkClass Generator, NetworkClass? Encoder, NetworkClass? F, NetworkClass? H, NetworkClass? J, NetworkClass? Discriminator, OwnedNetworks Owned);

/// <param name="Arguments">Of its constructor: the numbers of one network, where the cells of a grid share the class.</param>
internal sealed record NetworkClass(string Name, string Arguments = "")
{
    public string New => $"new {Name}({Arguments})";

    public string SimpleName => FullName.Simple(Name);
}

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
