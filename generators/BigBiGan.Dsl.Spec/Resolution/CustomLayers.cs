using BigBiGan.Dsl.Spec.Layers;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>Files that declare a layer of the user's own.</summary>
public static class CustomLayers
{
    /// <summary>What the file promises of its class; null where it has problems.</summary>
    public static CustomLayer? Read(SpecFile file)
    {
        if (file is not { Kind: FileKind.Layer, Root: { } root, IsSound: true })
        {
            return null;
        }

        var tree = new ResolvedTree(root, file.Path);
        return new CustomLayer(
            tree.Get(LayerKeys.Layer),
            tree.Get(LayerKeys.Class),
            tree.Get(LayerKeys.Version),
            tree.Find(LayerKeys.Argument) is not null,
            tree.Get(LayerKeys.Channels),
            tree.Get(LayerKeys.Size),
            tree.Get(LayerKeys.Parameters),
            tree.Get(LayerKeys.MultiplyAdds),
            tree.Get(LayerKeys.Buffers),
            tree.Get(LayerKeys.SavedActivations));
    }
}
