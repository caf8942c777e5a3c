using BigBiGan.Training.Evaluation;
using static TorchSharp.torch;

namespace BigBiGan.Training.Tests.Evaluation;

public sealed class JudgedFeaturesTests
{
    [Fact]
    public void The_state_to_be_judged_in_gives_the_judged_features_of_the_training_images()
    {
        using var scope = NewDisposeScope();
        using var model = new TinyModel(TinyModel.Entry.Facts, 1);
        var images = TinyModel.Images().Train;
        var expected = JudgedFeatures.Of(model, images, CPU);
        using (JudgedFeatures.Standing(model, images, CPU))
        {
            var found = model.Features(images.ToTensor(0, images.Count));
            Assert.True(allclose(expected, found, rtol: 1e-5, atol: 1e-6)); // where a tensor lies in memory decides the last bit
            Assert.False(model.Networks.Single(named => named.Role == "E").Network.training);
        }

        Assert.True(model.Networks.Single(named => named.Role == "E").Network.training);
    }
}
