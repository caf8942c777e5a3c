using System.Runtime.CompilerServices;

namespace BigBiGan.Architecture.Tests;

/// <summary>A product project whose folders are floors: each may use those below it, and none above.</summary>
/// <param name="Path">Of the project's folder, from the root of the repository.</param>
/// <param name="Namespace">Of the project's root folder.</param>
/// <param name="Floors">The folders, from the ground up; empty for the project's root folder.</param>
public sealed record House(string Path, string Namespace, params string[] Floors)
{
    public static IReadOnlyList<House> All { get; } =
    [
        new(
            "generators/BigBiGan.Dsl.Spec",
            "BigBiGan.Dsl.Spec",
            "Text", "Diagnostics", "Yaml", "Layers", "Blocks", "Latents", "Objectives", "Model", "Values", "Schema", "Canonical", "GridSchema", "Resolution", "Planning", "Checks", "Compilation", "Grids", "Workspace", "Comparison", "Diagrams"),
        new(
            "generators/BigBiGan.Dsl.Generator",
            "BigBiGan.Dsl.Generator",
            "Code", "Reading", "Classes", "Reports", "Networks", "Emission", "Grids", "Pipeline", ""),
        new("tools/BigBiGan.Dsl.Docs", "BigBiGan.Dsl.Docs", ""),
        new(
            "src/BigBiGan.Dsl",
            "BigBiGan.Dsl",
            "Native", "Randomness", "State", "Tensors", "Replicas", "Replicas/Nccl", "Replicas/Mpi", "Kernels", "Layers", "Blocks", "Objectives", "Initialization", "Typed", "", "Custom"),
        new(
            "src/BigBiGan.Training",
            "BigBiGan.Training",
            "Errors", "Text", "Optimisers", "Data/Images", "Data/Index", "Data/Packs", "Data/ImageNet", "Data/Folders", "Data/Shards", "Data/Sources", "Data/Labels", "Data/Batches", "Loop", "Proof", "Weights/Files", "Weights/Layouts",
            "Weights/Transfer", "Runs", "Evaluation/Protocols", "Evaluation/Solvers", "Evaluation/Sampling", "Evaluation/Inception", "Evaluation/Judge", "Evaluation/Metrics", "Evaluation/Evaluators",
            "Pictures", "Exports", "Sessions"),
        new("src/BigBiGan.Experiments", "BigBiGan.Experiments", "Cells", "Results", "Running", "Queues", "Pipelines", "Reports", "Reports/Html"),
        new("src/BigBiGan.Cli", "BigBiGan.Cli", "Errors", "Options", "Display", "Display/Differences", "Specs", "Runs", "Examination", "Commands", "Commands/Data", "Commands/Grids", ""),
    ];

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "..", ".."));

    /// <summary>A file's path from there, for messages.</summary>
    public static string Shown(string file) => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>The project's files of C#.</summary>
    public IEnumerable<string> Sources() => Directory
        .EnumerateFiles(System.IO.Path.Combine(Root, Path), "*.cs", SearchOption.AllDirectories)
        .Where(file => FolderOf(file).Split('/')[0] is not ("bin" or "obj"));

    /// <summary>A file's folder from the project's; empty for that itself.</summary>
    public string FolderOf(string file) =>
        System.IO.Path.GetRelativePath(System.IO.Path.Combine(Root, Path), System.IO.Path.GetDirectoryName(file)!).Replace('\\', '/') is var folder && folder == "." ? "" : folder;

    private static string Here([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
