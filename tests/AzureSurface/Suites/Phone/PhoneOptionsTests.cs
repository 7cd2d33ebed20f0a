using ServerlessSip.Phone;

namespace ServerlessSip.AzureSurface.Suites.Phone;

public sealed class PhoneOptionsTests
{
    [Fact]
    public void A_phone_answers_or_calls()
    {
        var answers = PhoneOptions.Parse(["alice", "pw", "sip.example.com:5060"])!;
        Assert.Equal(("alice", "pw", "sip.example.com:5060", null),
            (answers.User, answers.Password, answers.Server, answers.Target));
        var calls = PhoneOptions.Parse(["alice", "pw", "h", "seconds", "3", "call", "bob@example.com"])!;
        Assert.Equal(("sip:bob@example.com", 3), (calls.Target, calls.TalkTime.TotalSeconds));
        Assert.DoesNotContain("pw", calls.ToString());
    }

    [Theory]
    [InlineData("alice pw")]
    [InlineData("alice pw h call bob")]
    [InlineData("alice pw h call")]
    [InlineData("alice pw h seconds 0")]
    [InlineData("alice pw h seconds 3601")]
    [InlineData("alice pw h sing loud")]
    public void What_is_not_understood_is_told(string line) => Assert.Null(PhoneOptions.Parse(line.Split(' ')));
}
