using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Runs;

public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Every_missing_extra_and_misshapen_entry_is_listed_and_nothing_is_loaded()
    {
        SafeTensorFile.Write(_folder["state"], [("same", ones(2)), ("narrow", ones(3)), ("double", ones(2, float64)), ("old", ones(1))]);
        var into = new Dictionary<string, Tensor> { ["same"] = zeros(2), ["narrow"] = zeros(4), ["double"] = zeros(2), ["new"] = zeros(1) };
        var problem = Assert.Throws<RunException>(() => StateFile.Load(_folder["state"], into));
        Assert.EndsWith(
            "does not fit the model: 1 missing: new; 1 not of this model: old; "
            + "2 of another form: narrow (expected Float32 [4], found Float32 [3]), double (expected Float32 [2], found Float64 [2])",
            problem.Message);
        Assert.All(into.Values, tensor => Assert.Equal(0, tensor.sum().item<float>()));
    }

    [Fact]
    public void Long_lists_are_cut_short()
    {
        SafeTensorFile.Write(_folder["state"], Enumerable.Range(0, 9).Select(i => ($"a{i}", ones(1))));
        var problem = Assert.Throws<RunException>(() => StateFile.Load(_folder["state"], new Dictionary<string, Tensor>()));
        Assert.EndsWith("9 not of this model: a0, a1, a2, a3, a4 and 4 more", problem.Message);
    }

    [Fact]
    public void Skipped_entries_are_left_alone()
    {
        SafeTensorFile.Write(_folder["state"], [("a", ones(1)), ("adam.a", ones(1))]);
        var a = zeros(1);
        StateFile.Load(_folder["state"], new Dictionary<string, Tensor> { ["a"] = a }, name => name.StartsWith("adam.", StringComparison.Ordinal));
        Assert.Equal(1, a.item<float>());
    }

    [Fact]
    public void A_file_that_is_no_state_is_one_line()
    {
        File.WriteAllText(_folder["state"], "not tensors");
        var problem = Assert.Throws<RunException>(() => StateFile.Load(_folder["state"], new Dictionary<string, Tensor>()));
        Assert.StartsWith(_folder["state"], problem.Message);
        Assert.DoesNotContain('\n', problem.Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }
}
