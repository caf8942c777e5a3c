using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Planning;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests.Planning;

internal static class Plans
{
    /// <summary>The plan of a spec without problems.</summary>
    public static VariantPlan Of(string text)
    {
        Check.Spec(text);
        return SpecSet.Read([("x.yaml", text)]).Specs.Single().Compiled.Plan!;
    }

    public static ModulePlan Module(this NetworkPlan network, string member) => network.Modules.Single(module => module.Member == member);

    public static LayerPlan Layer(this NetworkPlan network, string name) => network.Modules.SelectMany(module => module.Layers).Single(layer => layer.Name == name);
}
