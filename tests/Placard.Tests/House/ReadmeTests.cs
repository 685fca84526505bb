using System.Text.RegularExpressions;

namespace Placard.Tests.House;

/// <summary>The commands a newcomer copies from the README must exist.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void TheCommandsOfTheReadmeExist() => Assert.All(ReadCommands(), CommandExists);

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void AScriptCanBeRunAsItIs(string script) => CanBeRun(script);

    private static void CommandExists(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0].StartsWith("./", StringComparison.Ordinal))
        {
            CanBeRun(words[0][2..]);
        }
        var project = Array.IndexOf(words, "--project");
        if (project >= 0)
        {
            var folder = RepositoryRoot.At(words[project + 1]);
            Assert.True(Directory.Exists(folder), $"{words[project + 1]} is not there");
            Assert.NotEmpty(Directory.GetFiles(folder, "*.csproj"));
        }
    }

    private static void CanBeRun(string script)
    {
        var file = RepositoryRoot.At(script);
        Assert.True(File.Exists(file), $"{script} is not there");
        Assert.True(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute),
            $"{script} cannot be run");
    }

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
