namespace BigBiGan.Dsl.Generator;

/// <summary>The pipeline's stages in their order, as the incremental tests name them.</summary>
public static class StepNames
{
    /// <summary>A spec's text was parsed.</summary>
    public const string Read = nameof(Read);

    /// <summary>The spec without its positions.</summary>
    public const string File = nameof(File);

    /// <summary>The spec with all that it extends.</summary>
    public const string Chain = nameof(Chain);

    /// <summary>The variant, its plan and its problems.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>The variant with the classes that its networks are.</summary>
    public const string Source = nameof(Source);

    /// <summary>The C# text.</summary>
    public const string Emit = nameof(Emit);

    public const string Problems = nameof(Problems);
}
