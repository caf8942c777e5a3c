namespace BigBiGan.Architecture.Tests;

/// <summary>Lines of product code fit beside each other in a review.</summary>
public sealed class LineTests
{
    private const int Longest = 160;

    public static TheoryData<string> Projects => [.. House.All.Select(house => house.Path)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_line_has_more_than_160_columns(string project)
    {
        var house = House.All.Single(one => one.Path == project);
        var tooLong = house.Sources().SelectMany(file => File.ReadLines(file)
            .Select((line, i) => (Text: line, Place: $"{House.Shown(file)}({i + 1})"))
            .Where(line => line.Text.Length > Longest)
            .Select(line => $"{line.Place}: {line.Text.Length} columns; expected at most {Longest}")).ToList();
        Assert.True(tooLong.Count == 0, string.Join("\n", tooLong));
    }
}
