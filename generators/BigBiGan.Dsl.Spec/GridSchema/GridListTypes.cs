using System.Globalization;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.GridSchema;

/// <summary>A list of different values, whatever they are.</summary>
internal interface IDistinctListType
{
    SpecType Item { get; }

    int Most { get; }
}

/// <summary>A list of values of one type, each at most once.</summary>
internal abstract class DistinctListType<T>(SpecType<T> item, int most) : SpecType<EquatableArray<T>>, IDistinctListType
    where T : IEquatable<T>
{
    public SpecType Item => item;

    public int Most => most;


    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<T> value)
    {
        value = EquatableArray<T>.Empty;
        if (node is not SequenceNode list || list.Items.Count == 0 || list.Items.Count > most)
        {
            return Refuse(Rule.WrongType, node, path, findings, node is SequenceNode { Items: { Count: > 0 } items }
                ? $"; it has {NumberText.Write(items.Count)} items, and at most {NumberText.Write(most)} are allowed" : "");
        }

        var read = new List<T>();
        var sound = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var place = KeyPath.Item(path, i);
            if (!item.TryRead(list.Items[i], place, findings, out var one))
            {
                sound = false;
            }
            else if (read.Contains(one))
            {
                findings.AtValue(Rule.WrongType, place, $"`{path}` has {NodeText.Of(list.Items[i])} twice; expected {Description}");
                sound = false;
            }
            else
            {
                read.Add(one);
            }
        }

        value = read.ToEquatableArray();
        return sound;
    }

    internal override string Write(EquatableArray<T> value) => $"[{string.Join(", ", value.Select(item.Write))}]";
}

/// <summary>The specs that a grid compares.</summary>
internal sealed class VariantListType() : DistinctListType<string>(new BasePathType(), 1_000)
{
    public override string Description => "a list of specs, each once, by their paths from this folder without ending, such as `../small/fashion`";
}

internal sealed class SeedsType() : DistinctListType<int>(new IntegerType(0, int.MaxValue), 1_000)
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
