using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessSip.Architecture.Code;

/// <summary>What a file holds, what types are called and who sees them.</summary>
internal static partial class Shape
{
    /// <summary>
    /// A closed family may share a file: records, enums and delegates may stand beside one other type.
    /// </summary>
    public static IEnumerable<string> SeveralTypes(SourceFile file)
    {
        var types = TopLevel(file).Where(t => t is ClassDeclarationSyntax or StructDeclarationSyntax
            or InterfaceDeclarationSyntax).ToArray();
        if (types.Length > 1)
            yield return $"{file.Path}: holds {string.Join(", ", types.Select(NameOf))}";
    }

    /// <summary>
    /// The file is named after one of its types, with a part's name after a dot where the type is partial.
    /// </summary>
    public static IEnumerable<string> FileNamedOtherwise(SourceFile file)
    {
        var names = TopLevel(file).Select(NameOf).ToArray();
        var own = Path.GetFileNameWithoutExtension(file.Path).Split('.')[0];
        if (names.Length > 0 && !names.Contains(own)) yield return $"{file.Path}: holds {string.Join(", ", names)}";
    }

    public static IEnumerable<string> EmptyName(SourceFile file) =>
        from type in file.All<MemberDeclarationSyntax>()
        where type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        let name = NameOf(type)
        where EmptyEnding().IsMatch(name)
        select $"{file.At(type)}: {name}";

    public static IEnumerable<string> EmptyFolder(SourceFile file) =>
        file.Path.Split('/')[..^1].Where(f => f is "Helpers" or "Interfaces" or "Models" or "Utils" or "Common")
            .Select(f => $"{file.Path}: folder {f}");

    public static IEnumerable<string> OpenClass(SourceFile file) =>
        from type in file.All<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && IsClass(record))
        where !type.Modifiers.Any(m => m.Kind() is
            SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword)
        where !IsSealedElsewhere(type)
        select $"{file.At(type)}: {type.Identifier} is neither sealed, static nor abstract";

    public static IEnumerable<string> UndocumentedType(SourceFile file) =>
        from type in file.All<MemberDeclarationSyntax>()
        where type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        where IsPublic(type) && !HasSummary(type)
        select $"{file.At(type)}: {NameOf(type)} has no summary that ends with a full stop";

    public static IEnumerable<string> ForeignNamespace(SourceFile file)
    {
        var folders = file.Path.Split('/')[1..^1];
        var expected = "ServerlessSip." + string.Join('.', folders);
        return file.All<BaseNamespaceDeclarationSyntax>().Where(n => n.Name.ToString() != expected)
            .Select(n => $"{file.At(n)}: namespace {n.Name}, expected {expected}");
    }

    private static IEnumerable<MemberDeclarationSyntax> TopLevel(SourceFile file) =>
        file.All<MemberDeclarationSyntax>().Where(t =>
            t is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax &&
            t.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax t => t.Identifier.Text,
        DelegateDeclarationSyntax d => d.Identifier.Text,
        _ => "",
    };

    private static bool IsClass(RecordDeclarationSyntax record) =>
        !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword);

    /// <summary>A partial type says it once, in any of its files.</summary>
    private static bool IsSealedElsewhere(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword) && Repository.Sources
            .SelectMany(s => s.All<TypeDeclarationSyntax>())
            .Any(t => t.Identifier.Text == type.Identifier.Text && t.Modifiers.Any(SyntaxKind.PartialKeyword) &&
                t.Modifiers.Any(m => m.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword));

    private static bool IsPublic(SyntaxNode? node) => node switch
    {
        null or CompilationUnitSyntax or BaseNamespaceDeclarationSyntax => true,
        InterfaceDeclarationSyntax { Parent: InterfaceDeclarationSyntax } => IsPublic(node.Parent),
        MemberDeclarationSyntax m => m.Modifiers.Any(SyntaxKind.PublicKeyword) && IsPublic(node.Parent),
        _ => false,
    };

    private static bool HasSummary(MemberDeclarationSyntax type)
    {
        if (SummaryText().IsMatch(Comment(type))) return true;
        return type.Modifiers.Any(SyntaxKind.PartialKeyword) && HasDocumentedPart(type);
    }

    private static bool HasDocumentedPart(MemberDeclarationSyntax type) =>
        Repository.Sources.SelectMany(s => s.All<TypeDeclarationSyntax>())
            .Where(t => t != type && t.Identifier.Text == NameOf(type) && t.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Any(t => SummaryText().IsMatch(Comment(t)));

    private static string Comment(MemberDeclarationSyntax type) => string.Concat(type.GetLeadingTrivia()
        .Where(t => t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
        .Select(t => t.ToFullString().Replace("///", "", StringComparison.Ordinal)));

    [GeneratedRegex("(Manager|Helpers?|Util|Utils|Utility|Utilities|Service|Impl)$")]
    private static partial Regex EmptyEnding();

    [GeneratedRegex(@"<summary>\s*[\s\S]*?\w[\s\S]*?[.:]\)?\s*</summary>")]
    private static partial Regex SummaryText();
}
