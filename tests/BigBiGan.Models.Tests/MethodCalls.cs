using System.Reflection;
using System.Reflection.Emit;

namespace BigBiGan.Models.Tests;

/// <summary>What the methods of an assembly call, as its compiled code has it; generic methods stand for all of their instances.</summary>
internal static class MethodCalls
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    public static IEnumerable<MethodCall> In(Assembly assembly) => assembly.GetTypes()
        .SelectMany(type => type.GetMembers(Own).OfType<MethodBase>())
        .SelectMany(method => Of(method).Select(called => new MethodCall(method, called)));

    private static IEnumerable<MethodBase> Of(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var ofType = method.DeclaringType!.GetGenericArguments();
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var at = 0; at < code.Length;)
        {
            var two = code[at] == 0xFE;
            var operation = Codes[two ? (ushort)((code[at] << 8) | code[at + 1]) : code[at]];
            at += two ? 2 : 1;
            if (operation.OperandType == OperandType.InlineMethod)
            {
                yield return Definition(method.Module.ResolveMethod(BitConverter.ToInt32(code, at), ofType, ofMethod)!);
            }

            at += OperandSize(operation, code, at);
        }
    }

    // those of arrays are nobody's, and have no token
    private static MethodBase Definition(MethodBase method) => method.DeclaringType is { IsArray: true } ? method : method.Module.ResolveMethod(method.MetadataToken)!;

    private static int OperandSize(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
