using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Diagnostics;

/// <summary>
/// A spec author's mistake. It names its place by file and node, not by line: positions are looked up in the file's
/// <see cref="SourceMap"/> when it is shown, so that problems stay equal when only a comment moved.
/// </summary>
/// <param name="File">The spec's path below the models folder, with ending: <c>small/fashion.yaml</c>.</param>
/// <param name="Place">The node it speaks of.</param>
/// <param name="Message">One line, whatever is quoted in it.</param>
public sealed record Problem(Rule Rule, string File, NodeLocation Place, string Message)
{
    public string Message { get; init; } = MessageText.OneLine(Message);

    /// <summary>The key that it is about, where it is shown at another: an inherited key is shown at the variant's name.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether both say the same of one key, in whichever files they are shown.</summary>
    internal bool Repeats(Problem other) => Rule == other.Rule && (Subject ?? Place.Path) == (other.Subject ?? other.Place.Path);
}
