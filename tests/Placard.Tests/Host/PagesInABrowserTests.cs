using Placard.Tests.Clicks;

namespace Placard.Tests.Host;

/// <summary>The pages a person meets, in a real browser, as narrow as a phone and as wide as a desk.</summary>
public sealed class PagesInABrowserTests
{
    private const int Phone = 360;
    private const int Desk = 1280;

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desk)]
    public async Task ThePageToTryTheApiWorks(int width)
    {
        var exchange = await Exchange.Shared(StorageEngine.Sqlite);

        var page = await Browser.Look(new Uri(exchange.Address, "docs"), width, foreign: true);

        Assert.Equal(200, page.Status);
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desk)]
    public async Task ThePageOfAnUnknownJobIsInOrder(int width)
    {
        var exchange = await Exchange.Shared(StorageEngine.Sqlite);

        var page = await Browser.Look(new Uri(exchange.Address, "click.php?id=99999999997.1000&spl=x"), width);

        Assert.Equal(404, page.Status);
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Desk)]
    public async Task TheClosedPageIsInOrder(int width)
    {
        var place = new[] { ("city", "Barrow"), ("state", "AK"), ("postalcode", "99723") };
        var (gone, open) = (new string('w', 60) + " gone", ClickShop.FreshTitle());
        AdvertiserXml Open() => new AdvertiserXml().Job("open", [("title", open), .. place]);
        var shop = await ClickShop.Open(
            await Scenario.OnShared(StorageEngine.Sqlite), Open().Job("gone", [("title", gone), .. place]));
        var dead = shop.Part.Titled(gone);
        await shop.Advertiser.Import(Open());

        var address = new Uri(shop.Scenario.Exchange.Address, $"closed/{dead.JobId}?feed={shop.Feed.Id}");
        var page = await Browser.Look(address, width);

        Assert.Equal(200, page.Status);
        Assert.Empty(page.Faults);
    }
}
