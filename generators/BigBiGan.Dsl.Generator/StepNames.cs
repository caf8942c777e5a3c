namespace BigBiGan.Dsl.Generator;

/// <summary>The pipeline's stages in their order, as the incremental tests name them.</summary>
public static class StepNames
{
    /// <summary>A spec's text was parsed.</summary>
    public const string Read = nameof(Read);

    /// <summary>The spec without its positions.</summary>
    public const string File = nameof(File);

    /// <summary>What the project says of a C# that is too old.</summary>
    public const string Language = nameof(Language);

    /// <summary>The spec with all that it extends.</summary>
    public const string Chain = nameof(Chain);

    /// <summary>The variant, its plan and its problems.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>The classes that layer files name, against the contract.</summary>
    public const string LayerClasses = nameof(LayerClasses);

    /// <summary>The variant with the classes that its networks are.</summary>
    public const string Source = nameof(Source);

    /// <summary>The C# text.</summary>
    public const string Emit = nameof(Emit);

    /// <summary>The grid with the specs that it names.</summary>
    public const string GridChain = nameof(GridChain);

    /// <summary>The grid's cells and its problems.</summary>
    public const string GridCompile = nameof(GridCompile);

    /// <summary>What a grid's files are written from.</summary>
    public const string GridSource = nameof(GridSource);

    /// <summary>The C# texts of its list and of the variants that it alone has.</summary>
    public const string GridEmit = nameof(GridEmit);

    public const string Problems = nameof(Problems);
}
