using BigBiGan.Dsl.Spec.Blocks;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Planning;

/// <summary>Modules in the order in which a network's forward passes them, each fed with the shape that the one before gave.</summary>
internal sealed class NetworkPlanBuilder
{
    private readonly List<ModulePlan> _modules = [];

    /// <summary>How many there are so far.</summary>
    public int Count => _modules.Count;

    public EquatableArray<ModulePlan> ToArray() => _modules.ToEquatableArray();

    /// <summary>Plans a block as a member and returns what it gives.</summary>
    public Shape Add(string member, Block block, Shape input)
    {
        var layers = new LayerPlanBuilder(ModulePlan.StateNameOf(member));
        var output = block.Plan(input, layers);
        _modules.Add(new ModulePlan(member, block, input, output, layers.ToArray()));
        return output;
    }
}
