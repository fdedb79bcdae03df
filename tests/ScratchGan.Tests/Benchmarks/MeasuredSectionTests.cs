using ScratchGan.Benchmarks.Readme;
using Xunit;

namespace ScratchGan.Tests.Benchmarks;

public sealed class MeasuredSectionTests
{
    private const string Text = "before\n<!-- measured:begin -->\nold\n<!-- measured:end -->\nafter\n";

    [Fact]
    public void Only_what_is_between_the_comments_changes()
    {
        string written = MeasuredSection.Replace(Text, "new\n");
        Assert.Equal("before\n<!-- measured:begin -->\n\nnew\n\n<!-- measured:end -->\nafter\n", written);
        Assert.Equal(written, MeasuredSection.Replace(written, "new\n"));
    }

    [Theory]
    [InlineData("no comments")]
    [InlineData("<!-- measured:begin --> and no end")]
    [InlineData("<!-- measured:end --> before <!-- measured:begin -->")]
    public void Comments_that_are_missing_are_said_to_be(string text) =>
        Assert.Contains("measured:begin", Assert.Throws<IOException>(() => MeasuredSection.Replace(text, "new")).Message, StringComparison.Ordinal);
}
