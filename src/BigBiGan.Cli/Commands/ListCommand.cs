using System.CommandLine;
using BigBiGan.Cli.Display;
using BigBiGan.Cli.Specs;
using Spectre.Console;

namespace BigBiGan.Cli.Commands;

internal static class ListCommand
{
    public static Command Create()
    {
        var command = new ExampleCommand("list", "Lists the variants that this program was built with.", "bigbigan list", "bigbigan list --json") { CommonOptions.Json };
        command.SetAction(arguments =>
        {
            var variants = CompiledSpecs.All.Select(VariantDescription.Of).ToList();
            if (arguments.GetValue(CommonOptions.Json))
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

            var table = new Table().Border(TableBorder.Simple).AddColumns("variant", "G", "E", "D", "multiply-adds", "about");
            foreach (var column in table.Columns.Skip(1).Take(4))
            {
                column.RightAligned().NoWrap();
            }

            table.Columns[0].NoWrap();
            foreach (var variant in variants)
            {
                table.AddRow(
                    Markup.Escape(variant.Path), Parameters(variant, "G"), Parameters(variant, "E"), Parameters(variant, "D"),
                    Quantity.Short(variant.Networks.Values.Sum(n => n.MultiplyAdds)), Markup.Escape(variant.Summary));
            }

            Terminal.Out.Write(table);
            Console.Out.WriteLine("G, E and D in parameters; multiply-adds of one image through all three.");
        });
        return command;
    }

    private static string Parameters(VariantDescription variant, string role) =>
        variant.Networks.TryGetValue(role, out var network) ? Quantity.Short(network.Parameters) : "-";
}
