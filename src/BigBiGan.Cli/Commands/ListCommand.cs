using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Options;
using BigBiGan.Cli.Specs;
using BigBiGan.Training.Text;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

internal static class ListCommand
{
    private const int Wide = 120;

    public static Command Create()
    {
        var command = new ExampleCommand(
            "list",
            "Lists the variants that this program was built with.",
            "bigbigan list",
            "bigbigan list --json")
        { CommonOptions.Json };
        command.SetAction(arguments => Execute(new Settings(arguments.GetValue(CommonOptions.Json))));
        return command;
    }

    internal static void Execute(Settings settings)
    {
        var variants = CompiledSpecs.All.Select(VariantDescription.Of).ToList();
        if (settings.Json)
        {
            Json.Print(variants.Select(v => new
            {
                v.Path,
                v.Name,
                v.Summary,
                v.Base,
                parameters = v.Networks.ToDictionary(n => n.Key, n => n.Value.Parameters),
                multiplyAdds = v.Networks.ToDictionary(n => n.Key, n => n.Value.MultiplyAdds),
            }));
            return;
        }

        Terminal.Out.Write(Rows(variants, Terminal.Out.Profile.Width));
        Console.Out.WriteLine("G, E and D in parameters; multiply-adds of one image through all three.");
    }

    /// <summary>A line per variant. Where the terminal is narrow there is no room to say what they are about.</summary>
    /// <param name="variants">In the order of the table.</param>
    /// <param name="width">Of the terminal, in characters.</param>
    internal static Table Rows(IEnumerable<VariantDescription> variants, int width)
    {
        var about = width >= Wide;
        var table = new Table().Border(TableBorder.Simple).AddColumns("variant", "G", "E", "D", "multiply-adds");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        table.NoWrap();
        if (about)
        {
            table.AddColumn("about");
        }

        foreach (var variant in variants)
        {
            string[] cells =
            [
                Markup.Escape(variant.Path), Parameters(variant, "G"), Parameters(variant, "E"), Parameters(variant, "D"),
                Quantity.Short(variant.Networks.Values.Sum(n => n.MultiplyAdds)),
            ];
            table.AddRow(about ? [.. cells, Markup.Escape(variant.Summary)] : cells);
        }

        return table;
    }

    private static string Parameters(VariantDescription variant, string role) =>
        variant.Networks.TryGetValue(role, out var network) ? Quantity.Short(network.Parameters) : "-";

    internal sealed record Settings(bool Json);
}
