using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessSip.Architecture.Code;

/// <summary>Habits that code here does not have.</summary>
internal static partial class Habits
{
    /// <summary>A comment that parses as a statement that does something is code that was left behind.</summary>
    public static IEnumerable<string> CommentedOutCode(SourceFile file) =>
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        from line in trivia.ToString().Split('\n')
        let text = line.Trim().TrimStart('/', '*').TrimEnd('*', '/').Trim()
        where IsStatement(text)
        select $"{file.At(trivia.GetLocation())}: {text}";

    /// <summary>
    /// Only the loop of a host may swallow everything, and says so; who cleans up and throws on swallows nothing.
    /// </summary>
    public static IEnumerable<string> CatchesEverything(SourceFile file) =>
        from clause in file.All<CatchClauseSyntax>()
        where clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception"
        where clause.Filter is null || !NamesTypes().IsMatch(clause.Filter.ToString())
        where !SaysHostLoop(file, clause) && !ThrowsOn(clause)
        select $"{file.At(clause)}: catches every exception and has no `// host loop: …` beside it";

    /// <summary>A body that only refuses is a part that was not written.</summary>
    public static IEnumerable<string> Unwritten(SourceFile file) =>
        from made in file.All<BaseObjectCreationExpressionSyntax>()
        where made.Parent is ThrowStatementSyntax or ThrowExpressionSyntax
        where made is ObjectCreationExpressionSyntax named &&
            named.Type.ToString().Split('.')[^1] == "NotSupportedException"
        select $"{file.At(made)}: {made}";

    public static IEnumerable<string> Sleeps(SourceFile file) =>
        from access in file.All<MemberAccessExpressionSyntax>()
        where access.ToString() is "Thread.Sleep" or "Task.Delay" or "SpinWait.SpinUntil"
        select $"{file.At(access)}: {access}";

    public static IEnumerable<string> SilencedWarning(SourceFile file) =>
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia)
        let line = trivia.ToString()
        where line.Contains("disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal)
        select $"{file.At(trivia.GetLocation())}: {line.Trim()} has no reason beside it";

    private static bool IsStatement(string text)
    {
        if (text.Length == 0 || !(text.EndsWith(';') || text.EndsWith('{'))) return false;
        var statement = SyntaxFactory.ParseStatement(text.EndsWith('{') ? text + "}" : text);
        if (statement.ContainsDiagnostics || statement.FullSpan.Length < text.Length) return false;
        return statement switch
        {
            LocalDeclarationStatementSyntax local => local.Declaration.Variables.Any(v => v.Initializer is not null),
            ExpressionStatementSyntax { Expression: var e } => e is AssignmentExpressionSyntax
                or InvocationExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax,
            EmptyStatementSyntax or BlockSyntax or LabeledStatementSyntax => false,
            LocalFunctionStatementSyntax or UnsafeStatementSyntax or CheckedStatementSyntax => false,
            _ => !text.StartsWith("return to ", StringComparison.Ordinal),
        };
    }

    private static bool SaysHostLoop(SourceFile file, CatchClauseSyntax clause)
    {
        var first = clause.GetLocation().GetLineSpan().StartLinePosition.Line;
        var last = clause.Block.OpenBraceToken.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return file.Lines.Skip(Math.Max(0, first - 1)).Take(last - first + 2)
            .Any(l => HostLoop().IsMatch(l));
    }

    private static bool ThrowsOn(CatchClauseSyntax clause) =>
        clause.Block.Statements.LastOrDefault() is ThrowStatementSyntax { Expression: null };

    [GeneratedRegex("//.*host loop", RegexOptions.IgnoreCase)]
    private static partial Regex HostLoop();

    [GeneratedRegex(@"\bis\s+(?!not\b)[A-Z]")]
    private static partial Regex NamesTypes();
}
