using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Values;

/// <summary>What a value may be. Validation, binding, the reference and the hash all read it from here.</summary>
public abstract class SpecType
{
    /// <summary>In the words of docs/spec.md: <c>an integer from 1 to 4096</c>.</summary>
    public abstract string Description { get; }

    internal abstract void Check(SpecNode node, string path, Findings findings);

    /// <summary>The one spelling of a value (500000 for 500k), or null where the node is not of this shape.</summary>
    internal abstract string? Canonical(SpecNode node);
}

/// <typeparam name="T">What the value becomes in a <see cref="Variant"/>.</typeparam>
public abstract class SpecType<T> : SpecType
{
    /// <summary>Reads the node, or reports why it cannot.</summary>
    internal abstract bool TryRead(SpecNode node, string path, Findings findings, out T value);

    internal abstract string Write(T value);

    internal sealed override void Check(SpecNode node, string path, Findings findings) => TryRead(node, path, findings, out _);

    internal sealed override string? Canonical(SpecNode node) =>
        TryRead(node, KeyPath.Root, new Findings(node.File), out var value) ? Write(value) : null;

    private protected bool Refuse(Rule rule, SpecNode node, string path, Findings findings, string mend = "")
    {
        findings.AtValue(rule, path, $"`{path}` is {NodeText.Of(node)}; expected {Description}{(mend.Length > 0 ? mend : Mend.Of(node))}");
        return false;
    }
}
