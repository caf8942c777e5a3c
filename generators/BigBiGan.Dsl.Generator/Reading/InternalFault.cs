using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Generator.Reading;

/// <summary>A fault of ours, told as a problem of the spec that brought it to light.</summary>
internal static class InternalFault
{
    public static Problem Of(string specFile, Exception fault) => new(
        Rule.Internal,
        specFile,
        new NodeLocation("variant", NodePart.Value),
        $"the compiler itself failed on this spec ({fault.GetType().Name}: {fault.Message.Split('\n')[0].Trim()}); please report it together with the spec");
}
