using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

/// <summary>
/// What an advertiser says in the extraction fields goes to publishers as it is, so only the documented JSON is taken.
/// </summary>
public sealed class ExtractionsTests
{
    [Theory]
    [InlineData("""{}""", true)]
    [InlineData(""" { "Valid driver's license" : "101001", "2+ years" : "0" } """, true)]
    [InlineData("""{"a":"1","a":"2"}""", true)]
    [InlineData("""{"a":1}""", false)]
    [InlineData("""{"a":null}""", false)]
    [InlineData("""{"a":{"b":"1"}}""", false)]
    [InlineData("""{"a":"1"} {}""", false)]
    [InlineData("""{"a":"1",}""", false)]
    [InlineData("""{"a":"1" """, false)]
    [InlineData("""{"a":"\ud800"}""", false)]
    [InlineData("""{"\udc00":"1"}""", false)]
    [InlineData("""["a"]""", false)]
    [InlineData("\"a\"", false)]
    [InlineData("", false)]
    public void RequirementsAndPreferencesAreMapsOfTexts(string json, bool usable)
    {
        Assert.Equal(usable, Extractions.IsUsable(JobElement.AllRequirementsNormalized, json));
        Assert.Equal(usable, Extractions.IsUsable(JobElement.AllPreferencesNormalized, json));
    }

    [Theory]
    [InlineData("""[]""", true)]
    [InlineData(""" [ "Health", "401(k)" ] """, true)]
    [InlineData("""["a",1]""", false)]
    [InlineData("""["a",null]""", false)]
    [InlineData("""["a",["b"]]""", false)]
    [InlineData("""["a"] []""", false)]
    [InlineData("""["a",]""", false)]
    [InlineData("""["a" """, false)]
    [InlineData("""["\ud800"]""", false)]
    [InlineData("""{"a":"1"}""", false)]
    [InlineData("Health", false)]
    public void BenefitsAreAListOfTexts(string json, bool usable) =>
        Assert.Equal(usable, Extractions.IsUsable(JobElement.Benefits, json));

    [Theory]
    [InlineData(JobElement.WorkLocationType, """["onsite","hybrid","remote"]""", true)]
    [InlineData(JobElement.WorkLocationType, """["onsite","home"]""", false)]
    [InlineData(JobElement.WorkLocationType, """["Remote"]""", false)]
    [InlineData(JobElement.WorkLocationType, """["sponsorship_available"]""", false)]
    [InlineData(JobElement.VisaStatus,
        """["sponsorship_available","no_sponsorship","no_visa_information"]""", true)]
    [InlineData(JobElement.VisaStatus, """["remote"]""", false)]
    public void WhatHasAVocabularyKeepsToIt(object element, string json, bool usable) =>
        Assert.Equal(usable, Extractions.IsUsable((JobElement)element, json));

    [Fact]
    public void AFieldHasItsLength()
    {
        var longest = "[]".PadRight(FeedLimits.ExtractionLength);
        Assert.True(Extractions.IsUsable(JobElement.Benefits, longest));
        Assert.False(Extractions.IsUsable(JobElement.Benefits, longest + " "));
    }
}
