using System.Reflection;
using BigBiGan.Dsl.Native;
using TorchSharp;

namespace BigBiGan.Models.Tests;

/// <summary>
/// TorchSharp lets go of a number's object while native code still reads it (see ScalarOperands). It happens once in some hundred
/// thousand calls, so that no run of a test would tell: the compiled code is read instead, ours and TorchSharp's own.
/// </summary>
public sealed class TemporaryScalarTests
{
    private static readonly string[] Keepers = ["ScalarOperands", "Scalars", "Adam", "Ema"];
    private static readonly Lazy<HashSet<MethodBase>> Careless = new(FindCareless);

    [Theory]
    [InlineData("BigBiGan.Dsl")]
    [InlineData("BigBiGan.Training")]
    [InlineData("BigBiGan.Models")]
    public void No_code_of_ours_hands_over_a_number_that_nothing_keeps(string assembly)
    {
        var found = MethodCalls.In(Assembly.Load(assembly))
            .Where(call => (MakesScalar(call.Called) || TakesNumber(call.Called)) && !Keepers.Contains(call.Caller.DeclaringType!.Name));

        Assert.Contains(MethodCalls.In(typeof(ScalarOperands).Assembly), call => MakesScalar(call.Called));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("BigBiGan.Dsl")]
    [InlineData("BigBiGan.Training")]
    [InlineData("BigBiGan.Models")]
    public void No_code_of_ours_calls_what_hands_over_such_a_number_inside(string assembly)
    {
        // a script takes our Scalars as they are
        var found = MethodCalls.In(Assembly.Load(assembly)).Where(call => Careless.Value.Contains(call.Called) && call.Called.Name != "invoke");

        Assert.Contains(Careless.Value, method => method.Name == "add_");
        Assert.Empty(found);
    }

    /// <summary>TorchSharp's methods that make a Scalar, and those that call them.</summary>
    private static HashSet<MethodBase> FindCareless()
    {
        var calls = MethodCalls.In(typeof(torch).Assembly).Where(call => call.Caller.DeclaringType != typeof(Scalar)).ToList();
        var careless = calls.Where(call => MakesScalar(call.Called)).Select(call => call.Caller).ToHashSet();
        while (calls.Count(call => careless.Contains(call.Called) && careless.Add(call.Caller)) > 0)
        {
        }

        return careless;
    }

    /// <summary>A conversion to Scalar.</summary>
    private static bool MakesScalar(MethodBase method) =>
        (method.DeclaringType == typeof(Scalar) && method.Name == "op_Implicit")
        || (method.DeclaringType == typeof(ScalarExtensionMethods) && method.Name == nameof(ScalarExtensionMethods.ToScalar));

    /// <summary>An operator of Tensor and a number, which converts inside.</summary>
    private static bool TakesNumber(MethodBase method) =>
        method.DeclaringType == typeof(torch.Tensor) && method.Name.StartsWith("op_", StringComparison.Ordinal)
        && method.GetParameters().Any(parameter => parameter.ParameterType.IsPrimitive);
}
