namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>The value of <c>extends</c> as a path below the models folder, and back.</summary>
public static class BasePath
{
    /// <summary><c>../small/fashion</c> seen from <c>imagenet/x.yaml</c> is <c>small/fashion</c>; null where it leaves the models folder.</summary>
    internal static string? Resolve(string file, string extends)
    {
        var parts = file.Split('/').ToList();
        parts.RemoveAt(parts.Count - 1);
        foreach (var step in extends.Split('/'))
        {
            switch (step)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0:
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(step);
                    break;
            }
        }

        return string.Join("/", parts);
    }

    /// <summary>What <paramref name="file"/> would write to extend <paramref name="other"/>.</summary>
    internal static string From(string file, string other)
    {
        var (here, there) = (file.Split('/'), WithoutEnding(other).Split('/'));
        var common = 0;
        while (common < here.Length - 1 && common < there.Length - 1 && here[common] == there[common])
        {
            common++;
        }

        var up = Enumerable.Repeat("..", here.Length - 1 - common);
        return string.Join("/", up.Concat(there.Skip(common)));
    }

    /// <summary><c>small/fashion.yaml</c> -> <c>small/fashion</c>.</summary>
    public static string WithoutEnding(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path.Substring(0, dot) : path;
    }
}
