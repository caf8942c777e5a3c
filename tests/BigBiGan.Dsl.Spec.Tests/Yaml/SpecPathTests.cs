using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Tests.Yaml;

public sealed class SpecPathTests
{
    [Theory]
    [InlineData("mine.yaml", true, false)]
    [InlineData("small/mine.de.yaml", true, false)]
    [InlineData("small/binary/objects/mine.yaml", true, false)]
    [InlineData("small/bin.yaml", true, false)]
    [InlineData("mine.yml", false, true)]
    [InlineData("small/mine.YAML", false, true)]
    [InlineData("small/mine.Yml", false, true)]
    [InlineData("bin/mine.yaml", false, false)]
    [InlineData("small/obj/net10.0/mine.yaml", false, false)]
    [InlineData("node_modules/tool/conf.yaml", false, false)]
    [InlineData(".venv/lib/conf.yaml", false, false)]
    [InlineData("small/.github/ci.yml", false, false)]
    [InlineData("small/.#mine.yaml", false, false)]
    [InlineData(".pre-commit-config.yaml", false, false)]
    [InlineData("mine.yaml.orig", false, false)]
    [InlineData("mine", false, false)]
    public void The_path_decides(string path, bool isSpec, bool isMisnamed) =>
        Assert.Equal((isSpec, isMisnamed), (SpecPath.IsSpec(path), SpecPath.IsMisnamed(path)));
}
