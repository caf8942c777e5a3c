using System.Numerics;

namespace BigBiGan.Dsl.Randomness;

/// <summary>
/// An order of 0 to n - 1 that is calculated and not stored: the element at any place in a fraction of a microsecond, whatever n. A Feistel network
/// (Luby and Rackoff, 1988) whose round function is Philox permutes the numbers of as many bits as n needs, and numbers that are not below n are sent
/// through it again (cycle walking; Black and Rogaway, 2002). Ten rounds, as in the format-preserving mode FF1 of NIST SP 800-38G; small sets are
/// walked through a domain of at least 1024, since a network of two or three bits knows few orders.
/// </summary>
public sealed class KeyedPermutation
{
    private const int Rounds = 10;
    private const int FewestBits = 10;

    private readonly ulong _key;
    private readonly ulong _step;
    private readonly int _rightBits;
    private readonly ulong _leftMask;
    private readonly ulong _rightMask;

    /// <param name="count">Of the elements, at least 1.</param>
    /// <param name="random">Whose key and step decide the order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no elements.</exception>
    public KeyedPermutation(long count, CounterRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        (_key, _step) = random.State;
        var bits = Math.Max(FewestBits, BitOperations.Log2((ulong)count) + 1);
        _rightBits = bits / 2;
        _leftMask = (1UL << (bits - _rightBits)) - 1;
        _rightMask = (1UL << _rightBits) - 1;
    }

    /// <summary>How many elements there are.</summary>
    public long Count { get; }

    /// <summary>The element at a place, both from 0 to the number before <see cref="Count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public long this[long place]
    {
        get
        {
            if ((ulong)place >= (ulong)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(place), place, $"expected a place from 0 to {Count - 1}");
            }

            var value = (ulong)place;
            do
            {
                value = Mixed(value);
            }
            while (value >= (ulong)Count);
            return (long)value;
        }
    }

    /// <summary>A permutation of the whole domain: each round changes one half by what the other half says, and so can be undone.</summary>
    private ulong Mixed(ulong value)
    {
        var (left, right) = (value >> _rightBits, value & _rightMask);
        for (ulong round = 0; round < Rounds; round += 2)
        {
            left ^= Word(round, right) & _leftMask;
            right ^= Word(round + 1, left) & _rightMask;
        }

        return (left << _rightBits) | right;
    }

    private ulong Word(ulong round, ulong half)
    {
        var (w0, w1, _, _) = Philox.Block(_key, half | (round << 56), _step);
        return ((ulong)w1 << 32) | w0;
    }
}
