using Placard.Campaigns;

namespace Placard.Tests.Apply.Hiring;

/// <summary>An advertiser writes down when a hiring event is open, and is told exactly what cannot be read.</summary>
public sealed class EventTimesTests
{
    [Fact]
    public void TheContractsOwnExampleIsReadAndWrittenBack()
    {
        const string text = "Tue, Apr 25th, 2023, 9:30AM - 11AM\nFri, Apr 28th, 2023, 10AM - 5PM";

        var (frames, faults) = EventTimes.Read(text);

        Assert.Empty(faults);
        Assert.Equal(
            [
                new TimeFrame(new DateOnly(2023, 4, 25), 570, 660),
                new TimeFrame(new DateOnly(2023, 4, 28), 600, 1020),
            ],
            frames);
        Assert.Equal(text, EventTimes.Write(frames));
    }

    [Theory]
    [InlineData("Sat, Jan 2nd, 2027, 12AM - 12:30AM", 0, 30)]
    [InlineData("Sat, Jan 2nd, 2027, 12PM - 12AM", 720, 1440)]
    [InlineData("Sat, Jan 2nd, 2027, 11:30AM - 12PM", 690, 720)]
    [InlineData("  sat,jan 2ND,2027,9:00am-5:30 pm  ", 540, 1050)]
    public void TheClockHasTwelveHours(string line, int from, int to)
    {
        var (frames, faults) = EventTimes.Read(line);

        Assert.Empty(faults);
        Assert.Equal(new TimeFrame(new DateOnly(2027, 1, 2), from, to), Assert.Single(frames));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\\n")]
    [InlineData("/n")]
    [InlineData("\n\n\n")]
    public void EverySpellingOfALineBreakIsOne(string lineBreak)
    {
        var (frames, faults) = EventTimes.Read(
            $"Fri, Jan 1st, 2027, 9AM - 10AM{lineBreak}Sat, Jan 2nd, 2027, 9AM - 10AM{lineBreak}");

        Assert.Empty(faults);
        Assert.Equal(2, frames.Count);
    }

    [Theory]
    [InlineData("tomorrow at nine", "Line 1: The form is Tue, Apr 25th, 2023, 9:30AM - 11AM.")]
    [InlineData("Mon, Jan 2nd, 2027, 9AM - 10AM", "Line 1: Jan 2, 2027 is a Sat, not a Mon.")]
    [InlineData("Sat, Jan 2th, 2027, 9AM - 10AM", "Line 1: The day is written 2nd.")]
    [InlineData("Tue, Feb 30th, 2027, 9AM - 10AM", "Line 1: There is no such date.")]
    [InlineData("Sat, Xxx 2nd, 2027, 9AM - 10AM", "Line 1: There is no such date.")]
    [InlineData("Sat, Jan 2nd, 2027, 9:15AM - 10AM",
        "Line 1: Times are 1AM to 12PM on the hour or half hour, such as 9AM and 9:30AM.")]
    [InlineData("Sat, Jan 2nd, 2027, 0AM - 10AM",
        "Line 1: Times are 1AM to 12PM on the hour or half hour, such as 9AM and 9:30AM.")]
    [InlineData("Sat, Jan 2nd, 2027, 13PM - 11PM",
        "Line 1: Times are 1AM to 12PM on the hour or half hour, such as 9AM and 9:30AM.")]
    [InlineData("Sat, Jan 2nd, 2027, 10AM - 10AM", "Line 1: The end must come after the start, on the same day.")]
    [InlineData("Sat, Jan 2nd, 2027, 5PM - 9AM", "Line 1: The end must come after the start, on the same day.")]
    [InlineData("Sat, Jan 2nd, 2027, 9 - 10", "Line 1: The form is Tue, Apr 25th, 2023, 9:30AM - 11AM.")]
    [InlineData("Sat, Jan 2nd, 2027, 9AM - 11AM\nSat, Jan 2nd, 2027, 10:30AM - 12PM",
        "Line 2: This overlaps an earlier line.")]
    public void WhatCannotBeReadIsNamedByItsLine(string text, string fault)
    {
        var (frames, faults) = EventTimes.Read(text);

        Assert.Empty(frames);
        Assert.Equal([fault], faults);
    }

    [Fact]
    public void FramesThatOnlyTouchAreTwo()
    {
        var (frames, faults) = EventTimes.Read("Sat, Jan 2nd, 2027, 9AM - 10AM\nSat, Jan 2nd, 2027, 10AM - 11AM");

        Assert.Empty(faults);
        Assert.Equal(2, frames.Count);
    }

    [Fact]
    public void SoManyFramesAreNoEvent()
    {
        var lines = Enumerable.Range(0, EventTimes.MostFrames + 1).Select(day =>
            new TimeFrame(new DateOnly(2027, 1, 1).AddDays(day), 540, 600).ToString());

        var (frames, faults) = EventTimes.Read(string.Join('\n', lines));

        Assert.Empty(frames);
        Assert.Equal(["At most 100 time frames are allowed; this has 101."], faults);
    }

    // Every frame on the grid is written in a way that reads as the same frame.
    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var frames = Enumerable.Range(0, 400).Select(day =>
        {
            var begin = day * 30 % 1410;
            var end = begin + 30 + (day * 90 % (1440 - begin));
            return new TimeFrame(new DateOnly(2027, 1, 1).AddDays(day), begin, end - (end % 30));
        });
        foreach (var frame in frames.Where(frame => frame.FromMinute < frame.ToMinute))
        {
            Assert.Equal([frame], EventTimes.Read(frame.ToString()).Frames);
        }
    }
}
