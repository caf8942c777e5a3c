using System.Collections;

namespace BigBiGan.Dsl.Spec.Text;

/// <summary>An immutable list that equals another when its items do: what records that cross a stage hold.</summary>
public readonly struct EquatableArray<T>(T[] items) : IReadOnlyList<T>, IEquatable<EquatableArray<T>>
    where T : IEquatable<T>
{
    private readonly T[]? _items = items;

    public static EquatableArray<T> Empty => default;

    public int Count => _items?.Length ?? 0;

    public T this[int index] => _items![index];

    public bool Equals(EquatableArray<T> other)
    {
        if (ReferenceEquals(_items, other._items))
        {
            return true;
        }

        var equal = Count == other.Count;
        for (var i = 0; equal && i < Count; i++)
        {
            equal = EqualityComparer<T>.Default.Equals(_items![i], other._items![i]);
        }

        return equal;
    }

    public static bool operator ==(EquatableArray<T> one, EquatableArray<T> other) => one.Equals(other);

    public static bool operator !=(EquatableArray<T> one, EquatableArray<T> other) => !one.Equals(other);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode() => this.Aggregate(17, (hash, item) => unchecked((hash * 31) + item.GetHashCode()));

    /// <summary>What <c>foreach</c> takes: nodes are walked so often that an object for each walk would count.</summary>
    public Enumerator GetEnumerator() => new(_items ?? []);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();

    public struct Enumerator(T[] items)
    {
        private int _index = -1;

        public readonly T Current => items[_index];

        public bool MoveNext() => ++_index < items.Length;
    }
}

public static class EquatableArray
{
    public static EquatableArray<T> Of<T>(params T[] items)
        where T : IEquatable<T> => new(items);

    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items)
        where T : IEquatable<T> => new(items.ToArray()); // a spread would fill a list first
}
