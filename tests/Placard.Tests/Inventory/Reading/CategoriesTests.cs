using Placard.Inventory.Reading;

namespace Placard.Tests.Inventory.Reading;

public sealed class CategoriesTests
{
    [Fact]
    public void TheWholeTaxonomyIsThere()
    {
        Assert.Equal(57, Categories.All.Count(category => category.Major is null));
        Assert.Equal(498, Categories.All.Count(category => category.Major is not null));
        Assert.Equal(550_070, Categories.Find("[Sales] Sales - Securities/Financial Services", [])!.Id);
        Assert.Equal(340_030, Categories.Find("[Healthcare - Nursing] Registered Nurse (RN/BSN/ASN)", [])!.Id);
        Assert.Equal(999_999, Categories.Find("[Miscellaneous] All", [])!.Id);
    }

    [Fact]
    public void EveryCategoryIsFoundByItsOwnForm()
    {
        foreach (var category in Categories.All)
        {
            Assert.Same(category, Categories.Find(category.Form, []));
            Assert.Same(category, Categories.Find(category.Form.ToUpperInvariant().Replace(" ", "  "), []));
            var unknown = new List<string>();
            Assert.Same(category, Assert.Single(Categories.FindAll(category.Form, [], unknown)));
            Assert.Empty(unknown);
        }
    }

    [Fact]
    public void AMajorIsFoundWithoutItsBrackets()
    {
        foreach (var major in Categories.All.Where(category => category.Major is null))
        {
            Assert.Same(major, Categories.Find(major.Label, []));
        }
    }
}
