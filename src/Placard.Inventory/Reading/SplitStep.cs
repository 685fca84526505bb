namespace Placard.Inventory.Reading;

/// <summary>What the splitter came upon.</summary>
internal enum SplitStep
{
    /// <summary>Keep from <see cref="RecordSplitter.Keep"/> on, add bytes, step again.</summary>
    NeedMore,

    /// <summary>A whole job stands between RecordStart and RecordEnd.</summary>
    Job,

    /// <summary>A job that is never closed stands there; the next step goes on after it.</summary>
    Unclosed,

    /// <summary>A job passed the ceiling; the following steps skip the rest of it.</summary>
    TooLarge,

    /// <summary>A text about the feed itself; see HeaderName, RecordStart and RecordEnd.</summary>
    Header,

    /// <summary>No bytes are left.</summary>
    Ended,

    /// <summary>The feed is refused as a whole; see Refusal.</summary>
    Refused,
}
