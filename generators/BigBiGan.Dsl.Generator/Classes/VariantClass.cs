namespace BigBiGan.Dsl.Generator.Classes;

/// <summary>The C# class of a variant: named by its spec, or by the person who wrote the other half.</summary>
internal sealed record VariantClass(string Namespace, string Name, string Accessibility)
{
    public string FullName => Namespace.Length == 0 ? $"global::{Name}" : $"global::{Namespace}.{Name}";
}
