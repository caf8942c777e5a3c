using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>Modules in the order in which a network's forward passes them, each fed with the shape that the one before gave.</summary>
internal sealed class NetworkPlanBuilder
{
    private readonly List<ModulePlan> _modules = [];

    public EquatableArray<ModulePlan> ToArray() => _modules.ToEquatableArray();

    /// <summary>Plans a block as a member and returns what it gives.</summary>
    public Shape Add(string member, Block block, Shape input)
    {
        var layers = new LayerPlanBuilder(StateName(member));
        var output = BlockLayers.Plan(block, input, layers);
        _modules.Add(new ModulePlan(member, block, input, output, layers.ToArray()));
        return output;
    }

    private static string StateName(string member) => char.ToLowerInvariant(member[0]) + member.Substring(1);
}
