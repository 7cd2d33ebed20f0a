using System.Text;

namespace ServerlessSip.Architecture.Code;

/// <summary>Each rule, shown to find the fault it is for and to leave its neighbour alone.</summary>
public class PlantedFaultTests
{
    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void A_file_past_its_lines_is_found(int lines, bool found) =>
        Check(Size.LongFile, found, string.Join('\n', Enumerable.Repeat("//", lines)));

    [Theory]
    [InlineData(120, false)]
    [InlineData(121, true)]
    public void A_line_past_its_width_is_found(int columns, bool found) =>
        Check(Size.WideLine, found, "//" + new string('x', columns - 2));

    [Theory]
    [InlineData(70, false)]
    [InlineData(71, true)]
    public void A_method_past_its_lines_is_found(int lines, bool found)
    {
        var code = new StringBuilder("class A\n{\n    void M()\n    {\n");
        for (var i = 0; i < lines - 3; i++) code.Append("        N();\n");
        Check(Size.LongMethod, found, code.Append("    }\n}\n").ToString());
    }

    [Theory]
    [InlineData("class A { void M(int a, int b, int c, int d, int e) { } }", false)]
    [InlineData("class A { void M(int a, int b, int c, int d, int e, int f) { } }", true)]
    [InlineData("class A(int a, int b, int c, int d, int e, int f);", true)]
    [InlineData("record A(int B, int C, int D, int E, int F, int G);", false)]
    [InlineData("class A { void M(int a, int b, int c, int d, int e, int f = 0) { } }", true)]
    [InlineData("class A { [Theory] void M(int a, int b, int c, int d, int e, int f) { } }", false)]
    [InlineData("class A { [Fact] void M(int a, int b, int c, int d, int e, int f) { } }", true)]
    public void Parameters_past_five_are_found(string code, bool found) => Check(Size.ManyParameters, found, code);

    [Theory]
    [InlineData("class A { void M(int a, int b, int c, int d, int e, int f = 0) { } }", false)]
    [InlineData("class A { void M(int a, int b, int c, int d, int e, int f) { } }", true)]
    public void Parameters_past_five_of_a_test_are_those_without_default(string code, bool found) =>
        Assert.Equal(found, Size.ManyParameters(new SourceFile("tests/Planted/Planted.cs", code)).Any());

    [Theory]
    [InlineData("interface I { int A(); int B(); int C(); int D(); int E(); }", false)]
    [InlineData("interface I { int A(); int B(); int C(); int D(); int E(); int F { get; } }", true)]
    public void Interface_members_past_five_are_found(string code, bool found) =>
        Check(Size.WideInterface, found, code);

    [Theory]
    [InlineData("class A { class Inner; } record B; enum C { }", false)]
    [InlineData("class A; delegate void B();", false)]
    [InlineData("class A; class B;", true)]
    [InlineData("interface IA; class B;", true)]
    public void A_second_type_is_found(string code, bool found) => Check(Shape.SeveralTypes, found, code);

    [Theory]
    [InlineData("class Planted;", false)]
    [InlineData("class Other;", true)]
    public void A_file_of_another_name_is_found(string code, bool found) =>
        Check(Shape.FileNamedOtherwise, found, code);

    [Theory]
    [InlineData("class CallManager;", true)]
    [InlineData("class A { class ViaHelper; }", true)]
    [InlineData("class Implied; class Manage; class Helping;", false)]
    public void An_empty_name_is_found(string code, bool found) => Check(Shape.EmptyName, found, code);

    [Theory]
    [InlineData("public class A;", true)]
    [InlineData("record A;", true)]
    [InlineData("sealed class A; static class B; abstract class C; struct D; record struct E;", false)]
    public void An_open_class_is_found(string code, bool found) => Check(Shape.OpenClass, found, code);

    [Theory]
    [InlineData("public sealed class A;", true)]
    [InlineData("/// <summary></summary>\npublic sealed class A;", true)]
    [InlineData("/// <summary>What it is.</summary>\npublic sealed class A { public enum B { } }", true)]
    [InlineData("/// <summary>What it is.</summary>\npublic sealed class A;\ninternal sealed class B;", false)]
    public void A_public_type_without_summary_is_found(string code, bool found) =>
        Check(Shape.UndocumentedType, found, code);

    [Theory]
    [InlineData("namespace ServerlessSip.Planted.Folder;", false)]
    [InlineData("namespace ServerlessSip.Azure;", true)]
    public void A_foreign_namespace_is_found(string code, bool found) => Check(Shape.ForeignNamespace, found, code);

    [Theory]
    [InlineData("// var x = 1;", true)]
    [InlineData("// Call(a, b);", true)]
    [InlineData("// if (x)\n// {\n//     y = 2;", true)]
    [InlineData("/* return x; */", true)]
    [InlineData("// The first saved answer wins; a later one is discarded.", false)]
    [InlineData("// RFC 3261 §9.1: CANCEL waits for a provisional;\n// nothing else does (see below);", false)]
    public void Commented_out_code_is_found(string code, bool found) => Check(Habits.CommentedOutCode, found, code);

    [Theory]
    [InlineData("try { } catch (Exception) { }", true)]
    [InlineData("try { } catch { }", true)]
    [InlineData("try { } catch (Exception e) when (e is not IOException) { }", true)]
    [InlineData("try { }\ncatch (Exception e) // host loop: a throw ends one turn\n{ }", false)]
    [InlineData("try { } catch (Exception e) when (e is IOException or SocketException) { }", false)]
    [InlineData("try { } catch (IOException) { }", false)]
    [InlineData("try { } catch { Clean(); throw; }", false)]
    [InlineData("try { } catch (Exception e) { throw new InvalidOperationException(\"\", e); }", true)]
    public void A_catch_of_everything_is_found(string body, bool found) =>
        Check(Habits.CatchesEverything, found, $"class A {{ void M()\n{{\n{body}\n}} }}");

    [Theory]
    [InlineData("class A { void M() => throw new NotSupportedException(); }", true)]
    [InlineData("class A { void M() { throw new System.NotSupportedException(\"so far\"); } }", true)]
    [InlineData("class A { void M() => throw new InvalidOperationException(); }", false)]
    [InlineData("class A { void M() { try { } catch (NotSupportedException) { } } }", false)]
    public void An_unwritten_part_is_found(string code, bool found) => Check(Habits.Unwritten, found, code);

    [Theory]
    [InlineData("class A { void M() => Thread.Sleep(1); }", true)]
    [InlineData("class A { Task M() => Task.Delay(1); }", true)]
    [InlineData("class A { Task M() => Task.Yield(); }", false)]
    public void A_sleep_is_found(string code, bool found) => Check(Habits.Sleeps, found, code);

    [Theory]
    [InlineData("#pragma warning disable CA1234", true)]
    [InlineData("#pragma warning disable CA1234 // MD5 is what RFC 7616 asks for", false)]
    public void A_silenced_warning_is_found(string code, bool found) => Check(Habits.SilencedWarning, found, code);

    private static void Check(Func<SourceFile, IEnumerable<string>> rule, bool found, string code)
    {
        var findings = rule(new SourceFile("src/Planted/Folder/Planted.cs", code)).ToArray();
        Assert.True(found == findings.Length > 0, $"{findings.Length} findings in: {code}");
    }
}
