using TorchSharp;

namespace BigBiGan.Dsl.Replicas.Nccl;

/// <summary>ncclDataType_t.</summary>
internal enum NcclType
{
    Int8 = 0,
    UInt8 = 1,
    Int32 = 2,
    Int64 = 4,
    Float16 = 6,
    Float32 = 7,
    Float64 = 8,
    BFloat16 = 9,
}

internal static class NcclTypes
{
    public static NcclType Of(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Int8 => NcclType.Int8,
        torch.ScalarType.Byte or torch.ScalarType.Bool => NcclType.UInt8,
        torch.ScalarType.Int32 => NcclType.Int32,
        torch.ScalarType.Int64 => NcclType.Int64,
        torch.ScalarType.Float16 => NcclType.Float16,
        torch.ScalarType.Float32 => NcclType.Float32,
        torch.ScalarType.Float64 => NcclType.Float64,
        torch.ScalarType.BFloat16 => NcclType.BFloat16,
        _ => throw new ArgumentException($"NCCL has no type for {type}."),
    };
}
