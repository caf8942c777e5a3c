using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>A list, whatever its items are.</summary>
internal interface IListType
{
    SpecType Item { get; }

    /// <summary>Null where the length has no limit.</summary>
    int? Most { get; }

    bool IsDistinct { get; }
}

/// <summary>A list of one or more values of one type.</summary>
/// <param name="item">What each is.</param>
/// <param name="most">How many there may be; null for no limit.</param>
/// <param name="distinct">Whether each may stand there once.</param>
internal abstract class ListType<T>(SpecType<T> item, int? most = null, bool distinct = false) : SpecType<EquatableArray<T>>, IListType
    where T : IEquatable<T>
{
    public SpecType Item => item;

    public int? Most => most;

    public bool IsDistinct => distinct;

    internal override bool TryRead(SpecNode node, string path, Findings findings, out EquatableArray<T> value)
    {
        value = EquatableArray<T>.Empty;
        if (node is not SequenceNode { Items.Count: > 0 } list)
        {
            return Refuse(Rule.WrongType, node, path, findings);
        }

        if (list.Items.Count > most)
        {
            var found = $"; it has {NumberText.Write(list.Items.Count)} items, and at most {NumberText.Write(most.Value)} are allowed";
            return Refuse(Rule.WrongType, node, path, findings, found);
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
            else if (distinct && read.Contains(one))
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
