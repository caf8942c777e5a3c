using System.Reflection;

namespace BigBiGan.Models.Tests;

/// <summary>One method calls another.</summary>
internal sealed record MethodCall(MethodBase Caller, MethodBase Called)
{
    public override string ToString() => $"{Caller.DeclaringType}.{Caller.Name} calls {Called}";
}
