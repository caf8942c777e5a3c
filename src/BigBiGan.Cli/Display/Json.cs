using BigBiGan.Training.Text;

namespace BigBiGan.Cli.Display;

/// <summary>Answers to <c>--json</c>.</summary>
internal static class Json
{
    public static void Print<T>(T value) => Console.Out.WriteLine(JsonFormat.Text(value));
}
