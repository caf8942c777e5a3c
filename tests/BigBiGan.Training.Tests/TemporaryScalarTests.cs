using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace BigBiGan.Training.Tests;

/// <summary>
/// TorchSharp lets go of a number's object while native code still reads it (see ScalarOperands). It happens once in some hundred
/// thousand calls, so that no run of a test would tell: the compiled code is read instead.
/// </summary>
public sealed class TemporaryScalarTests
{
    private static readonly string[] Keepers = ["ScalarOperands", "Scalars", "Adam", "Ema"];

    [Theory]
    [InlineData("BigBiGan.Dsl.dll")]
    [InlineData("BigBiGan.Training.dll")]
    public void No_code_of_ours_hands_over_a_number_that_nothing_keeps(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var metadata = file.GetMetadataReader();
        var makers = metadata.MemberReferences.Where(h => MakesScalar(metadata, metadata.GetMemberReference(h))).Select(h => MetadataTokens.GetToken(h)).ToHashSet();

        var found = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0 && Calls(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!, makers))
            .Select(method => metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name))
            .Distinct().Except(Keepers);

        Assert.NotEmpty(makers);
        Assert.Empty(found);
    }

    /// <summary>A conversion to Scalar, or an operator of Tensor and a number, which converts inside.</summary>
    private static bool MakesScalar(MetadataReader metadata, MemberReference member)
    {
        var name = metadata.GetString(member.Name);
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
        return (type is "Scalar" or "ScalarExtensionMethods" && name is "op_Implicit" or "ToScalar")
            || (type == "Tensor" && name.StartsWith("op_", StringComparison.Ordinal) && HasNumber(metadata.GetBlobBytes(member.Signature)));
    }

    // element types int, long, float and double of ECMA-335 II.23.1.16, after the header and the count
    private static bool HasNumber(byte[] signature) => signature.Skip(2).Any(b => b is 0x08 or 0x0A or 0x0C or 0x0D);

    private static bool Calls(byte[] il, HashSet<int> targets)
    {
        const byte Call = 0x28;
        return Enumerable.Range(0, Math.Max(0, il.Length - 4)).Any(i => il[i] == Call && targets.Contains(BitConverter.ToInt32(il, i + 1)));
    }
}
