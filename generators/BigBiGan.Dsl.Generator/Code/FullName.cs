using Microsoft.CodeAnalysis.CSharp;

namespace BigBiGan.Dsl.Generator.Code;

/// <summary>
/// What generated code calls, by full name: it has no using, so no type of the user's own can take the place of one
/// that is meant here, whatever its name and wherever it stands.
/// </summary>
internal static class FullName
{
    public const string Torch = "global::TorchSharp.torch";
    public const string Tensor = Torch + ".Tensor";
    public const string Device = Torch + ".Device";
    public const string Library = "global::BigBiGan.Dsl";
    public const string Blocks = Library + ".Blocks";
    public const string Initialization = Library + ".Initialization";
    public const string Layers = Library + ".Layers";
    public const string Objectives = Library + ".Objectives";
    public const string Tensors = Library + ".Tensors";
    public const string Typed = Library + ".Typed";
    public const string ScalarOperands = Library + ".Native.ScalarOperands";
    public const string CounterRandom = Library + ".Randomness.CounterRandom";
    public const string ReadOnlyList = "global::System.Collections.Generic.IReadOnlyList";

    /// <summary>A class of the user's own.</summary>
    public static string Of(string dotted) => "global::" + string.Join(".", dotted.Split('.').Select(Escaped));

    /// <summary>A name as C# source: a keyword takes an <c>@</c>.</summary>
    public static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The last part, for people: <c>Latent32</c>.</summary>
    public static string Simple(string name) => name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
}
