using Google.Protobuf;

namespace BigBiGan.Training.Runs;

/// <summary>
/// A message of TensorBoard (tensorflow/core/util/event.proto), as far as it is used. Not TorchSharp's classes of the same messages: they were
/// generated for an older Google.Protobuf than the one that comes with them, which refuses to read them.
/// </summary>
/// <param name="Step">0 where it is about none.</param>
/// <param name="Values">Numbers and pictures.</param>
internal sealed record LoggedEvent(long Step, IReadOnlyList<LoggedValue> Values)
{
    private const int Start = 1;

    /// <summary>Of the file's format; its first event.</summary>
    public string? Version { get; init; }

    /// <summary>Whether a sitting begins at the step: who has read that step, or a later one, is to forget it.</summary>
    public bool StartsSession { get; init; }

    /// <param name="wallTime">Seconds since 1970.</param>
    public byte[] Encode(double wallTime) => Message(output =>
    {
        output.WriteRawTag(9); // wall_time = 1
        output.WriteDouble(wallTime);
        if (Step != 0)
        {
            output.WriteRawTag(16); // step = 2
            output.WriteInt64(Step);
        }

        if (Version is not null)
        {
            output.WriteRawTag(26); // file_version = 3
            output.WriteString(Version);
        }

        if (Values.Count > 0)
        {
            output.WriteRawTag(42); // summary = 5
            output.WriteBytes(Nested(summary =>
            {
                foreach (var value in Values)
                {
                    summary.WriteRawTag(10); // value = 1
                    summary.WriteBytes(Nested(value.Encode));
                }
            }));
        }

        if (StartsSession)
        {
            output.WriteRawTag(58); // session_log = 7
            output.WriteBytes(Nested(session =>
            {
                session.WriteRawTag(8); // status = 1
                session.WriteEnum(Start);
            }));
        }
    });

    /// <summary>The step and the tags of the values of an encoded event.</summary>
    public static (long Step, IReadOnlyList<string> Tags) Decode(byte[] message)
    {
        var (step, tags) = (0L, new List<string>());
        using var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (tag)
            {
                case 16:
                    step = input.ReadInt64();
                    break;
                case 42:
                    tags.AddRange(Parts(input.ReadBytes(), 10).SelectMany(value => Parts(value, 10)).Select(name => name.ToStringUtf8()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (step, tags);
    }

    internal static ByteString Nested(Action<CodedOutputStream> write) => UnsafeByteOperations.UnsafeWrap(Message(write));

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    /// <summary>The fields of a message with a tag, all of which are bytes.</summary>
    private static IEnumerable<ByteString> Parts(ByteString message, uint wanted)
    {
        using var input = message.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == wanted)
            {
                yield return input.ReadBytes();
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
