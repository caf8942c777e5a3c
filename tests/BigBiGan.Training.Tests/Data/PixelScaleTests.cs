using BigBiGan.Training.Data.Images;

namespace BigBiGan.Training.Tests.Data;

public sealed class PixelScaleTests
{
    [Fact]
    public void Each_byte_becomes_its_place_between_minus_one_and_one_by_vectors_as_alone()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(v => (byte)v)];
        float[] expected = [.. Enumerable.Range(0, 256).Select(v => (float)((v / 127.5) - 1))];
        foreach (var length in new[] { 256, 255, 33, 31, 1 })
        {
            var found = new float[length];
            PixelScale.ToFloats(all.AsSpan(256 - length), found);
            Assert.Equal(expected[^length..], found);
            PixelScale.ToFloatsMirrored(all.AsSpan(256 - length), found);
            Assert.Equal(expected[^length..].Reverse(), found);
        }

        Assert.All(all, value => Assert.Equal(value, PixelScale.ToByte(expected[value])));
    }
}
