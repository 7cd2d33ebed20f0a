namespace ServerlessSip.Architecture.Code;

public class CodeTests
{
    /// <summary>Another's names and shapes, held to their source by a test of their own.</summary>
    private const string Declarations = "tests/AzureSurface/Declarations";

    private static readonly SourceFile[] Everywhere = [.. Repository.Sources.Where(f => !f.IsUnder(Declarations))];
    private static readonly SourceFile[] Src = [.. Repository.SourcesUnder("src")];
    private static readonly SourceFile[] TestsInVirtualTime =
    [
        .. Repository.SourcesUnder("tests").Where(f =>
            !f.IsUnder("tests/Scenarios") && !f.IsUnder("tests/TestRoutes") && f.Path != AwaitsAFile),
    ];

    /// <summary>Waits for another process to let go of a file, which no event tells.</summary>
    private const string AwaitsAFile = "tests/Contracts/TimedTestLock.cs";

    [Fact]
    public void Files_are_short() =>
        Findings.None("a file has at most 300 lines, a test file 500", Everywhere, Size.LongFile);

    [Fact]
    public void Methods_are_short() =>
        Findings.None("a method has at most 70 lines", Everywhere, Size.LongMethod);

    [Fact]
    public void Lines_are_narrow() =>
        Findings.None("a line has at most 120 columns", Everywhere, Size.WideLine);

    [Fact]
    public void Methods_take_few_parameters() =>
        Findings.None("a method takes at most 5 parameters", Everywhere, Size.ManyParameters);

    [Fact]
    public void Interfaces_are_narrow() =>
        Findings.None("an interface has at most 5 members", Everywhere, Size.WideInterface);

    [Fact]
    public void A_file_holds_one_type_or_one_family() =>
        Findings.None("a file holds one type, or one family with records and enums", Everywhere, Shape.SeveralTypes);

    [Fact]
    public void A_file_is_named_after_its_type() =>
        Findings.None("a file is named after its type", Everywhere, Shape.FileNamedOtherwise);

    [Fact]
    public void Names_say_something() =>
        Findings.None("no type is called Manager, Helper, Util, Service or Impl", Everywhere, Shape.EmptyName);

    [Fact]
    public void Folders_are_features() =>
        Findings.None("no folder is called Helpers, Interfaces, Models or the like", Everywhere, Shape.EmptyFolder);

    [Fact]
    public void Namespaces_follow_folders() =>
        Findings.None("the namespace is ServerlessSip.<Project>.<Folder>", Src, Shape.ForeignNamespace);

    [Fact]
    public void Classes_are_closed() =>
        Findings.None("a class in src is sealed, static or abstract", Src, Shape.OpenClass);

    [Fact]
    public void Public_types_say_what_they_are() =>
        Findings.None("a public type in src has a summary", Src, Shape.UndocumentedType);

    [Fact]
    public void No_code_is_commented_out() =>
        Findings.None("no commented-out code", Everywhere, Habits.CommentedOutCode);

    [Fact]
    public void Only_host_loops_catch_everything() =>
        Findings.None("catch (Exception) stands only in a host loop", Src, Habits.CatchesEverything);

    [Fact]
    public void What_is_there_is_written() =>
        Findings.None("src throws no NotSupportedException", Src, Habits.Unwritten);

    [Fact]
    public void Tests_do_not_sleep() =>
        Findings.None("no sleeps in tests outside tests/Scenarios and its routes", TestsInVirtualTime, Habits.Sleeps);

    [Fact]
    public void Silenced_warnings_have_a_reason() =>
        Findings.None("#pragma warning disable has its reason beside it", Everywhere, Habits.SilencedWarning);
}
