using System.Globalization;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>The specs that a grid compares.</summary>
internal sealed class VariantListType() : ListType<string>(new BasePathType(), most: 1_000, distinct: true)
{
    public override string Description => "a list of specs, each once, by their paths from this folder without ending, such as `../small/fashion`";
}

internal sealed class SeedsType() : ListType<int>(new IntegerType(0, int.MaxValue), most: 1_000, distinct: true)
{
    public override string Description => "a list of different integers from 0 on, such as `[0, 1, 2]`";
}

/// <summary>A name that holds on every machine: no path.</summary>
internal sealed class DataNameType : SpecType<string>
{
    public override string Description => "the name of a data set: small letters, digits and `-`, such as `fashion-mini` or `imagenet`";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out string value)
    {
        value = node is ScalarNode scalar ? scalar.Text : "";
        var isName = value.Length is > 0 and <= 80 && value[0] != '-' && value.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
        return isName || Refuse(Rule.WrongType, node, path, findings);
    }

    internal override string Write(string value) => value;
}

/// <summary>SHA-256 of the images, as a run's <c>run.json</c> names it.</summary>
internal sealed class ManifestType : SpecType<string>
{
    public override string Description => "64 hexadecimal digits: the `dataIdentity` of a run's run.json";

    internal override bool TryRead(SpecNode node, string path, Findings findings, out string value)
    {
        value = node is ScalarNode scalar ? scalar.Text.ToLower(CultureInfo.InvariantCulture) : "";
        var isHash = value.Length == 64 && value.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
        return isHash || Refuse(Rule.WrongType, node, path, findings);
    }

    internal override string Write(string value) => value;
}
