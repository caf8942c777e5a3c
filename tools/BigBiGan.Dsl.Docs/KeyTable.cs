using System.Text;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Docs;

/// <summary>A table of keys as the Markdown table of docs/spec.md or docs/grids.md.</summary>
public static class KeyTable
{
    public static string Write(KeySet keys)
    {
        var text = new StringBuilder();
        text.Append("| key | what it is | value | default | for example |\n|---|---|---|---|---|\n");
        foreach (var key in keys.All)
        {
            var group = keys.Members(key.Path) is null ? "" : "a group, or ";
            text.Append($"| `{key.Path}` | {key.Description} | {group}{key.Type.Description} | {Default(key)} | `{key.Example}` |\n");
        }

        return text.ToString();
    }

    private static string Default(Key key) => key.Presence switch
    {
        Presence.OwnFile => "none, not inherited",
        Presence.Required => key.Precondition == Precondition.Nothing ? "**required**" : $"**required** {PreconditionText.With(key.Precondition)}",
        Presence.Optional => key.DefaultText is null ? "none" : $"`{key.DefaultText}`",
    };
}
