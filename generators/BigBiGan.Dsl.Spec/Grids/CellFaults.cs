using System.Globalization;
using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Spec.Grids;

/// <summary>The faults of cells, each told once with the first cell that has it.</summary>
internal sealed class CellFaults(Findings findings)
{
    private readonly List<(Rule Rule, string Place, string Message)> _order = [];
    private readonly Dictionary<(Rule Rule, string Place, string Message), List<string>> _cells = [];

    public void Add(CellAttempt attempt, string cell)
    {
        foreach (var problem in attempt.Problems)
        {
            var (place, suffix) = attempt.BlamedAxis(problem);
            var fault = (problem.Rule, place + suffix, problem.Message);
            if (!_cells.TryGetValue(fault, out var cells))
            {
                _cells.Add(fault, cells = []);
                _order.Add(fault);
            }

            cells.Add(cell);
        }
    }

    public void Report()
    {
        foreach (var fault in _order)
        {
            var cells = _cells[fault];
            var more = cells.Count == 1 ? "" : $" and {(cells.Count - 1).ToString(CultureInfo.InvariantCulture)} more";
            findings.At(fault.Rule, new NodeLocation(fault.Place, NodePart.Value), $"{fault.Message} (in the cell {cells[0]}{more})");
        }
    }
}
