namespace BigBiGan.Dsl.Spec.Layers;

/// <summary>One leaf layer.</summary>
/// <param name="Name">Its state name inside the network: <c>block3.conv1</c>.</param>
/// <param name="Operation">In the field's words: <c>spectral conv 3x3</c>.</param>
/// <param name="MultiplyAdds">Per image, of the plain form of the algebra; norms, activations and pools count as none.</param>
/// <param name="Buffers">Numbers of state that are not trained: running statistics and spectral vectors.</param>
/// <param name="SavedActivations">Numbers per image that training keeps for the backward pass, as our layers do it.</param>
public sealed record LayerPlan(
    string Name, string Operation, Shape Input, Shape Output, long Parameters, long MultiplyAdds, long Buffers, long SavedActivations);
