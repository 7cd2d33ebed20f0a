using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessSip.Architecture.Code;

/// <summary>How long and how wide code may be.</summary>
internal static class Size
{
    public const int FileLines = 300;
    public const int TestFileLines = 500;
    public const int LineWidth = 120;
    public const int MethodLines = 70;
    public const int Parameters = 5;
    public const int InterfaceMembers = 5;

    public static IEnumerable<string> LongFile(SourceFile file)
    {
        var most = file.IsTest ? TestFileLines : FileLines;
        if (file.Lines.Length > most) yield return $"{file.Path}: {file.Lines.Length} lines, at most {most}";
    }

    public static IEnumerable<string> WideLine(SourceFile file) =>
        file.Lines.Index().Where(l => l.Item.Length > LineWidth)
            .Select(l => $"{file.Path}:{l.Index + 1}: {l.Item.Length} columns, at most {LineWidth}");

    public static IEnumerable<string> LongMethod(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or BasePropertyDeclarationSyntax
            or AnonymousFunctionExpressionSyntax
        let span = node.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MethodLines
        select $"{file.At(node)}: a method of {lines} lines, at most {MethodLines}";

    /// <summary>
    /// A record's primary constructor is exempt: its parameters are the record's fields, written by name where there
    /// are many. So is a theory, whose parameters are a row of a table. In tests a parameter with a default does not
    /// count: it is named where it matters.
    /// </summary>
    public static IEnumerable<string> ManyParameters(SourceFile file) =>
        from list in file.All<ParameterListSyntax>()
        where list.Parent is not RecordDeclarationSyntax && !IsTheory(list.Parent)
        let count = list.Parameters.Count(p => !file.IsTest || p.Default is null)
        where count > Parameters
        select $"{file.At(list)}: {count} parameters, at most {Parameters}";

    public static IEnumerable<string> WideInterface(SourceFile file) =>
        from type in file.All<InterfaceDeclarationSyntax>()
        where type.Members.Count > InterfaceMembers
        select $"{file.At(type)}: {type.Identifier} has {type.Members.Count} members, at most {InterfaceMembers}";

    private static bool IsTheory(SyntaxNode? parent) =>
        parent is MethodDeclarationSyntax method &&
        method.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Theory" or "ToolTheory");
}
