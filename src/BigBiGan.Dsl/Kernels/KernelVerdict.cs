using System.Text.Json.Serialization;

namespace BigBiGan.Dsl.Kernels;

/// <summary>What was found out about a kernel on this machine.</summary>
/// <param name="Form">The form that was proven; null where none is right.</param>
/// <param name="Fault">What is wrong with libtorch's own choice; null where that is right.</param>
/// <param name="Errors">Of the form that was proven, or of libtorch's own where none was.</param>
/// <param name="Cost">The proven form's time over that of libtorch's own choice; null where that is not known.</param>
public sealed record KernelVerdict(Kernel Kernel, KernelForm? Form, string? Fault, KernelErrors? Errors, double? Cost)
{
    /// <summary>Whether libtorch's own choice is right.</summary>
    [JsonIgnore]
    public bool Sound => Form == KernelForm.Native;

    /// <summary>One line: what is wrong, where, and what it costs.</summary>
    public override string ToString() => Form switch
    {
        KernelForm.Native when Fault is not null => $"{Kernel}: not proven, {Fault}",
        KernelForm.Native => $"{Kernel}: right",
        { } form => $"{Kernel}: {Fault}; computed {KernelFormText.Of(form)} instead{CostText}",
        null => $"{Kernel}: {Fault}; no other form is right either",
    };

    private string CostText => Cost is { } cost ? FormattableString.Invariant($", {cost:0.0} times the time") : "";
}
