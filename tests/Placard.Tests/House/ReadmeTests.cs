using System.Text.RegularExpressions;

namespace Placard.Tests.House;

/// <summary>The commands a newcomer copies from the README must exist.</summary>
public sealed partial class ReadmeTests
{
    public static TheoryData<string> Commands => [.. ReadCommands()];

    [Theory, MemberData(nameof(Commands))]
    public void ACommandOfTheReadmeExists(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0].StartsWith("./", StringComparison.Ordinal))
        {
            var script = RepositoryRoot.At(words[0][2..]);
            Assert.True(File.Exists(script), $"{words[0]} is not there");
            Assert.True(File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute), $"{words[0]} cannot be run");
        }
        var project = Array.IndexOf(words, "--project");
        if (project >= 0)
        {
            var folder = RepositoryRoot.At(words[project + 1]);
            Assert.True(Directory.Exists(folder), $"{words[project + 1]} is not there");
            Assert.NotEmpty(Directory.GetFiles(folder, "*.csproj"));
        }
    }

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void AScriptCanBeRunAsItIs(string script) =>
        Assert.True(File.GetUnixFileMode(RepositoryRoot.At(script)).HasFlag(UnixFileMode.UserExecute));

    private static IEnumerable<string> ReadCommands()
    {
        var readme = RepositoryRoot.At("README.md");
        if (!File.Exists(readme))
        {
            return [];
        }
        return MarkedBlocks().Matches(File.ReadAllText(readme))
            .SelectMany(block => block.Groups["commands"].Value.Split('\n', StringSplitOptions.TrimEntries))
            .Where(line => line.Length > 0 && !line.StartsWith('#'));
    }

    [GeneratedRegex(@"<!-- ci -->\s*```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex MarkedBlocks();
}
