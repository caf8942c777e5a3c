using Google.Protobuf;

namespace BigBiGan.Training.Runs;

/// <summary>A number or a picture of an event (tensorflow/core/framework/summary.proto).</summary>
/// <param name="Tag">Its name; what stands before the first stroke is its group.</param>
internal abstract record LoggedValue(string Tag)
{
    public void Encode(CodedOutputStream output)
    {
        output.WriteRawTag(10); // tag = 1
        output.WriteString(Tag);
        EncodeContent(output);
    }

    protected abstract void EncodeContent(CodedOutputStream output);
}

internal sealed record LoggedNumber(string Tag, double Value) : LoggedValue(Tag)
{
    protected override void EncodeContent(CodedOutputStream output)
    {
        output.WriteRawTag(21); // simple_value = 2
        output.WriteFloat((float)Value);
    }
}

/// <param name="Png">The file.</param>
internal sealed record LoggedPicture(string Tag, byte[] Png, int Width, int Height) : LoggedValue(Tag)
{
    private const int Colours = 3;

    protected override void EncodeContent(CodedOutputStream output)
    {
        output.WriteRawTag(34); // image = 4
        output.WriteBytes(LoggedEvent.Nested(image =>
        {
            image.WriteRawTag(8); // height = 1
            image.WriteInt32(Height);
            image.WriteRawTag(16); // width = 2
            image.WriteInt32(Width);
            image.WriteRawTag(24); // colorspace = 3
            image.WriteInt32(Colours);
            image.WriteRawTag(34); // encoded_image_string = 4
            image.WriteBytes(UnsafeByteOperations.UnsafeWrap(Png));
        }));
    }
}
