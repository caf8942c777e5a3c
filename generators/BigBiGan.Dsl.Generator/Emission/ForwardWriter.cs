using BigBiGan.Dsl.Generator.Code;
using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Planning;
using static BigBiGan.Dsl.Generator.Code.FullName;

namespace BigBiGan.Dsl.Generator.Emission;

/// <summary>
/// A straight-line forward: each call's result is a new variable with its shape beside it, and what it consumed is
/// disposed on the next line, at its last use.
/// </summary>
internal sealed class ForwardWriter(CodeWriter code, string input, bool ownsInput)
{
    private string _current = input;
    private bool _owned = ownsInput;
    private int _count;

    /// <summary>Begins at an image: in channels-last order and the plan's precision, or as one vector.</summary>
    public static ForwardWriter FromImage(CodeWriter code, string image, NetworkPlan plan, bool flat)
    {
        code.Shaped(
            flat ? $"using var x0 = {image}.flatten(1);"
            : plan.Precision == Precision.BFloat16 ? $"using var x0 = {Tensors}.MemoryOrder.Of({image}, {Tensors}.HalfPrecision.Of({image}));"
            : $"using var x0 = {Tensors}.MemoryOrder.Of({image});",
            (flat ? Shape.Features((int)plan.Input.Elements) : plan.Input).ToString());
        return new ForwardWriter(code, "x0", ownsInput: false);
    }

    /// <summary>The variable that holds the running value.</summary>
    public string Current => _current;

    /// <summary>Passes the running value through a member.</summary>
    public void Through(ModulePlan module, string extraArguments = "") =>
        Step($"{module.Member}.Forward({_current}{extraArguments})", module.Output);

    /// <summary>Any expression of <see cref="Current"/>.</summary>
    public void Step(string expression, Shape output)
    {
        var next = $"h{++_count}";
        code.Shaped($"var {next} = {expression};", output.ToString());
        Release();
        (_current, _owned) = (next, true);
    }

    /// <summary>An operation in place on the running value, which must be owned.</summary>
    public void InPlace(string call) => code.Line($"{_current}.{call};");

    public void Release()
    {
        if (_owned)
        {
            code.Line($"{_current}.Dispose();");
        }
    }
}
