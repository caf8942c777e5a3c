namespace BigBiGan.Dsl.Spec.Schema;
internal sealed class IdentifierShape { public static bool IsIdentifier(string text) => text.Length > 0 && text[0] is >= 'A' and <= 'Z' && text.All(c => c is >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= '0' and <= '9'); }
