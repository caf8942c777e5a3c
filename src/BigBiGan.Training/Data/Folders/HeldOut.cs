namespace BigBiGan.Training.Data.Folders;

/// <summary>Which images are kept for the test where a source has no split for it: every tenth of a class, and the last one of a class of 2 to 9.</summary>
internal static class HeldOut
{
    /// <param name="place">Of the image in its class, from 0 on.</param>
    /// <param name="count">Of the class's images.</param>
    public static bool Has(int place, int count) => place % 10 == 9 || (count is > 1 and < 10 && place == count - 1);
}
