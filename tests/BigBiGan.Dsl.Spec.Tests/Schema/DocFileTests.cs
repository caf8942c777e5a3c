using BigBiGan.Dsl.Docs;

namespace BigBiGan.Dsl.Spec.Tests.Schema;

/// <summary>The schemas beside the models, from which editors complete and explain keys, and the tables of the pages follow the tables of keys.</summary>
public sealed class DocFileTests
{
    public static TheoryData<string> Paths => [.. DocFile.All.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_follows_from_the_table_of_keys_is_up_to_date(string path)
    {
        var text = Resource.Text(Path.GetFileName(path));
        var written = DocFile.All.Single(file => file.Path == path).Write(text);
        Assert.True(written == text, $"{path} is not what the table of keys gives; run `dotnet run --project tools/BigBiGan.Dsl.Docs`");
    }
}
