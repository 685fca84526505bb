using System.Text;
using Placard.Events;
using Placard.Events.Outbox;

namespace Placard.Tests.Events;

/// <summary>The envelope's bytes: fields in the order of the public samples, both forms of one body.</summary>
public sealed class EnvelopeTests
{
    private static readonly DateTimeOffset At = new(2025, 1, 21, 20, 58, 36, 51, TimeSpan.Zero);

    [Fact]
    public void TheWrappedFormIsTheSamples()
    {
        var (body, _) = Write(SomeEvent.Completed(7, "app-1"));

        Assert.Equal(
            """{"id":"0JJRGGCJD78RE","initiator":"i","requestId":"r","correlationId":"c","""
            + "\"type\":\"platform:JobApplication:completed:v2\",\"data\":"
            + """{"id":1,"tlrApplicationId":"app-1","applicant":{"firstName":"Zoë","resume":""},"""
            + "\"questionsAndAnswers\":{\"questionsAndAnswers\":"
            + """[{"answer":"yes","question":{"id":"q1","type":"text"}}]}"""
            + ",\"qualifyingQuestionAnswers\":[]},\"createdAt\":\"2025-01-21T20:58:36Z\"}",
            Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void ThePlainFormIsCutOutOfIt()
    {
        var made = SomeEvent.Completed(7, "app-1", answer: "ü\\\"]}");
        var (body, questions) = Write(made);

        var plain = Encoding.UTF8.GetString(Envelope.Unwrap(body, questions));

        var data = Encoding.UTF8.GetString(made.Data);
        Assert.Contains($"\"data\":{data},\"createdAt\"", plain, StringComparison.Ordinal);
        Assert.Equal(body.Length - """{"questionsAndAnswers":}""".Length, Encoding.UTF8.GetByteCount(plain));
    }

    [Fact]
    public void WhatHasNoQuestionsHasOneForm()
    {
        var (body, questions) = Write(SomeEvent.Started(7, "app-1"));

        Assert.Null(questions);
        Assert.Same(body, Envelope.Unwrap(body, questions));
        Assert.Contains("\"questionsAndAnswers\":[]}", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public void EventIdsAreTsids()
    {
        // The public sample's id, taken apart: its millisecond and its low 22 bits.
        Assert.Equal("0JJRGGCJD78RE", new Placard.Kernel.IdSource().NextTsid(At.ToUnixTimeMilliseconds(), 1_286_926));
        var ids = Enumerable.Range(0, 10_000)
            .Select(seq => new Placard.Kernel.IdSource().NextTsid(At.ToUnixTimeMilliseconds(), seq)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
    }

    private static (byte[] Body, QuestionsPlace? Questions) Write(NewEvent made) =>
        Envelope.Write(made, "0JJRGGCJD78RE", "i", "r", "c", At);
}
