using BigBiGan.Dsl.Randomness;

namespace BigBiGan.Dsl.Tests.Randomness;

public sealed class KeyedPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_003)]
    public void Every_element_stands_at_one_place(int count)
    {
        var order = Of(count);

        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Enumerable.Range(0, count).Select(i => order[i]).Order());
    }

    [Fact]
    public void A_hundred_million_elements_have_an_order_at_once_and_no_two_places_one_element()
    {
        var order = Of(100_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Span<long> seen = stackalloc long[1000];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = order[99_999_999 - (99_999L * i)];
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.All(seen.ToArray(), element => Assert.InRange(element, 0, 99_999_999));
        Assert.Equal(seen.Length, seen.ToArray().Distinct().Count());
    }

    [Fact]
    public void The_order_is_that_of_the_seed_the_purpose_and_the_step()
    {
        var one = First(new CounterRandom(1, "order", 5));

        Assert.Equal(one, First(new CounterRandom(1, "order", 5)));
        Assert.NotEqual(one, First(new CounterRandom(2, "order", 5)));
        Assert.NotEqual(one, First(new CounterRandom(1, "other", 5)));
        Assert.NotEqual(one, First(new CounterRandom(1, "order", 6)));
    }

    /// <summary>The order of a run's images hangs on these numbers: they change with no version of this program.</summary>
    [Fact]
    public void The_orders_are_pinned()
    {
        Assert.Equal(PinnedSmall, First(new CounterRandom(1, "order", 5)));
        Assert.Equal(PinnedLarge, Enumerable.Range(0, 4).Select(i => new KeyedPermutation(10_000_000_000, new CounterRandom(1, "order"))[i]));
    }

    /// <summary>Of every place of 50 and 2,000 steps, which element stands there: 49 x 49 degrees of freedom, whose chi-square is within 5 deviations.</summary>
    [Fact]
    public void Every_element_stands_at_every_place_equally_often()
    {
        const int Count = 50;
        const int Steps = 2000;
        var found = new int[Count, Count];
        for (var step = 0; step < Steps; step++)
        {
            var order = new KeyedPermutation(Count, new CounterRandom(3, "order", step));
            for (var place = 0; place < Count; place++)
            {
                found[place, order[place]]++;
            }
        }

        const double Expected = (double)Steps / Count;
        var chi = found.Cast<int>().Sum(n => (n - Expected) * (n - Expected) / Expected);
        const double Freedom = (Count - 1) * (Count - 1);
        Assert.InRange(chi, Freedom - (5 * Math.Sqrt(2 * Freedom)), Freedom + (5 * Math.Sqrt(2 * Freedom)));
    }

    /// <summary>Images are stored class by class, so that neighbours that stay neighbours, or a batch that is a part of the classes, would be seen in training.</summary>
    [Fact]
    public void Neither_neighbours_nor_parts_stay_together()
    {
        const int Count = 1_281_167;
        const int Drawn = 64_000;
        const int Parts = 64;
        var order = Of(Count);
        var elements = Enumerable.Range(0, Drawn).Select(i => order[i]).ToArray();

        // the distance of two random elements is below n / 1000 once in 500 pairs
        var near = elements.Zip(elements.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) < Count / 1000);
        Assert.InRange(near, 128 - 60, 128 + 60);

        // chi-square of the parts in which the elements of 64 batches lie: 63 degrees of freedom each
        foreach (var batch in elements.Chunk(1000))
        {
            var counts = batch.GroupBy(element => element * Parts / Count).ToDictionary(part => part.Key, part => part.Count());
            var chi = Enumerable.Range(0, Parts).Sum(part => Math.Pow(counts.GetValueOrDefault(part) - (1000.0 / Parts), 2) / (1000.0 / Parts));
            Assert.InRange(chi, 63 - (5 * Math.Sqrt(126)), 63 + (5 * Math.Sqrt(126)));
        }

        // correlation of place and element
        var places = Enumerable.Range(0, Drawn).Select(i => (double)i).ToArray();
        Assert.InRange(Correlation(places, [.. elements.Select(element => (double)element)]), -0.02, 0.02);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_place_that_there_is_not_is_refused(long place) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(10)[place]);

    [Fact]
    public void No_elements_have_no_order() => Assert.Throws<ArgumentOutOfRangeException>(() => Of(0));

    private static readonly long[] PinnedSmall = [171, 607, 729, 683, 405, 108, 709, 304];
    private static readonly long[] PinnedLarge = [8588453126, 7823358370, 3022726410, 3844907655];

    private static KeyedPermutation Of(long count) => new(count, new CounterRandom(1, "order"));

    private static long[] First(CounterRandom random)
    {
        var order = new KeyedPermutation(1000, random);
        return [.. Enumerable.Range(0, 8).Select(i => order[i])];
    }

    private static double Correlation(double[] one, double[] other)
    {
        var (meanOne, meanOther) = (one.Average(), other.Average());
        var both = one.Zip(other).Sum(pair => (pair.First - meanOne) * (pair.Second - meanOther));
        return both / Math.Sqrt(one.Sum(v => Math.Pow(v - meanOne, 2)) * other.Sum(v => Math.Pow(v - meanOther, 2)));
    }
}
