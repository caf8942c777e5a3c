using BigBiGan.Dsl;
using BigBiGan.Training.Weights.Files;
using BigBiGan.Training.Weights.Layouts;
using static TorchSharp.torch;

namespace BigBiGan.Training.Weights.Transfer;

/// <summary>How a file's entries fit networks of a model under a layout: what goes where, and everything that does not fit.</summary>
internal sealed record WeightFit(
    WeightsFile File, Layout Layout, IReadOnlyList<string> Networks, IReadOnlyList<WeightFit.Pair> Pairs,
    IReadOnlyList<string> Seeded, IReadOnlyList<string> Problems)
{
    /// <param name="networks">The roles that the file is taken to hold.</param>
    public static WeightFit Of(WeightsFile file, Layout layout, IReadOnlyList<string> networks, VariantModel model)
    {
        var pairs = new List<Pair>();
        var seeded = new List<string>();
        var problems = new List<string>();
        var used = new HashSet<string>();
        foreach (var (role, network) in model.Networks.Where(named => networks.Contains(named.Role)))
        {
            foreach (var ours in NamedTensor.Of(network))
            {
                Match(role, ours);
            }
        }

        foreach (var (name, tensor) in file.Tensors.Where(entry => !used.Contains(entry.Key) && !networks.Any(role => Drops(layout.ActionOn(role, entry.Key)))))
        {
            problems.Add($"extra: {name} {Shape(tensor)}, which nothing of {string.Join(" and ", networks)} takes");
        }

        return new WeightFit(file, layout, networks, pairs, [.. seeded.Distinct()], problems);

        void Match(string role, NamedTensor ours)
        {
            var names = layout.Find(role, ours).ToArray();
            if (names is [{ Rule.Action: LayoutAction.Seed }, ..])
            {
                seeded.Add($"{role}.{ours.Name.Split('.')[0]}");
                return;
            }

            var at = Array.FindIndex(names, name => file.Tensors.ContainsKey(name.Theirs));
            if (at < 0)
            {
                problems.Add(names.Length == 0
                    ? $"nameless: {role}.{ours.Name} {Shape(ours.Tensor)} has no name in the layout {layout.Name}"
                    : $"missing: {names[0].Theirs}, expected {Shape(ours.Tensor)} for {role}.{ours.Name}");
                return;
            }

            var (rule, theirs) = names[at];
            used.Add(theirs);
            var pair = new Pair(theirs, file.Tensors[theirs], $"{role}.{ours.Name}", ours.Tensor, rule.Action == LayoutAction.Row);
            if (pair.Problem() is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                pairs.Add(pair);
            }
        }
    }

    /// <summary>Copies what fits; values are converted to the network's element type.</summary>
    /// <param name="only">Of our names, those that are meant; null for all.</param>
    public void Load(IReadOnlySet<string>? only = null)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        foreach (var pair in Pairs.Where(pair => only?.Contains(pair.OurName) != false))
        {
            pair.Ours.copy_(pair.Source());
        }
    }

    private static bool Drops(LayoutAction? action) => action is LayoutAction.Drop or LayoutAction.Sigma;

    private static string Kind(Tensor tensor) => tensor.is_floating_point() ? "numbers with a fraction" : "whole numbers";

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    /// <param name="Row">Whether their rows may all be our one row.</param>
    internal sealed record Pair(string TheirName, Tensor Theirs, string OurName, Tensor Ours, bool Row)
    {
        private bool Folds => Row && Theirs.dim() == 2 && Ours.dim() == 2 && Ours.size(0) == 1 && Theirs.size(0) > 1 && Theirs.size(1) == Ours.size(1);

        /// <summary>Null where it fits.</summary>
        public string? Problem()
        {
            if (Theirs.is_floating_point() != Ours.is_floating_point())
            {
                return $"type: {TheirName}, expected {Kind(Ours)} for {OurName}, found {Kind(Theirs)}";
            }

            if (!Folds && !Theirs.shape.SequenceEqual(Ours.shape))
            {
                return $"shape: {TheirName}, expected {Shape(Ours)} for {OurName}, found {Shape(Theirs)}";
            }

            using var scope = NewDisposeScope();
            if (Folds && !RowsAreEqual())
            {
                return $"rows: {TheirName}, expected {Shape(Theirs)} of one repeated row for {OurName}, found rows that differ";
            }

            return isfinite(Source()).all().cpu().item<bool>()
                ? null
                : $"values: {TheirName}, expected finite numbers for {OurName}, found infinite ones or none (NaN)";
        }

        /// <summary>Of our shape. A view; the caller's scope frees it.</summary>
        public Tensor Source() => Folds ? Theirs.narrow(0, 0, 1) : Theirs.alias();

        /// <summary>Row by row, so that a file of a few bytes cannot ask for much memory.</summary>
        private bool RowsAreEqual()
        {
            using var first = Theirs.select(0, 0);
            for (long i = 1; Theirs.stride(0) != 0 && i < Theirs.size(0); i++)
            {
                using var row = Theirs.select(0, i);
                using var equal = row.eq(first);
                using var all = equal.all();
                if (!all.item<bool>())
                {
                    return false;
                }
            }

            return true;
        }
    }
}
