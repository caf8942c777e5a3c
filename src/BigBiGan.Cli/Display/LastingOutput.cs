using System.Text;

namespace BigBiGan.Cli.Display;

/// <summary>Standard error for as long as somebody can read it: a closed terminal, or a full disk behind it, ends no work.</summary>
internal sealed class LastingOutput(TextWriter output) : TextWriter(output.FormatProvider)
{
    private bool _gone;

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value) => Try(() => output.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => output.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => output.Write(value));

    public override void WriteLine(string? value) => Try(() => output.WriteLine(value)); // in one piece

    public override void Flush() => Try(output.Flush);

    private void Try(Action write)
    {
        try
        {
            if (!_gone)
            {
                write();
            }
        }
        catch (IOException)
        {
            _gone = true;
        }
    }
}
