using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace BigBiGan.Training.Tests.Loop;

/// <summary>
/// A number that is read from a GPU waits for all that was queued there. On the CPU no run of a test would tell: the compiled code of
/// everything in a training step is read instead.
/// </summary>
public sealed class ReadBackTests
{
    private static readonly string[] Readings =
        ["item", "data", "get_bytes", "cpu", "tolist", "ToSingle", "ToDouble", "ToInt32", "ToInt64", "ToBoolean", "nonzero"];

    [Theory]
    [InlineData("BigBiGan.Dsl.dll", "BigBiGan.Dsl.Blocks BigBiGan.Dsl.Layers BigBiGan.Dsl.Objectives BigBiGan.Dsl.Typed", "")]
    [InlineData("BigBiGan.Training.dll", "BigBiGan.Training.Loop BigBiGan.Training.Optimisers", "GradientNorms.Read StepReading.Read TrainingState.FirstNonFinite TrainingState.Join")]
    public void The_device_is_read_at_the_start_for_a_log_line_a_checkpoint_and_on_the_CPU_alone(string assembly, string namespaces, string expected)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var metadata = file.GetMetadataReader();
        var readings = Tokens(metadata);
        var found = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0
                && namespaces.Split(' ').Contains(Outermost(metadata, method).Namespace)
                && Calls(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!, readings))
            .Select(method => $"{Outermost(metadata, method).Name}.{metadata.GetString(method.Name)}");
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Distinct().Order());
        Assert.NotEmpty(readings);
    }

    /// <summary>Methods of TorchSharp that read a tensor's numbers, generic ones by their instances.</summary>
    private static HashSet<int> Tokens(MetadataReader metadata)
    {
        var plain = metadata.MemberReferences.Where(h => Reads(metadata, metadata.GetMemberReference(h))).Select(h => MetadataTokens.GetToken(h)).ToHashSet();
        var specified = Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.MethodSpec)).Select(MetadataTokens.MethodSpecificationHandle)
            .Where(h => plain.Contains(MetadataTokens.GetToken(metadata.GetMethodSpecification(h).Method))).Select(h => MetadataTokens.GetToken(h));
        return [.. plain, .. specified];
    }

    private static bool Reads(MetadataReader metadata, MemberReference member) =>
        Readings.Contains(metadata.GetString(member.Name))
        && member.Parent.Kind == HandleKind.TypeReference
        && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) is "Tensor" or "TensorExtensionMethods";

    /// <summary>Lambdas live in nested types, which have no namespace of their own.</summary>
    private static (string Namespace, string Name) Outermost(MetadataReader metadata, MethodDefinition method)
    {
        var type = metadata.GetTypeDefinition(method.GetDeclaringType());
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private static bool Calls(byte[] il, HashSet<int> targets)
    {
        const byte Call = 0x28;
        const byte CallVirtual = 0x6F;
        return Enumerable.Range(0, Math.Max(0, il.Length - 4)).Any(i => il[i] is Call or CallVirtual && targets.Contains(BitConverter.ToInt32(il, i + 1)));
    }
}
