using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ServerlessSip.Architecture;

/// <summary>One C# file: its path from the root, its text and its syntax tree.</summary>
internal sealed class SourceFile(string path, string text)
{
    private SyntaxNode? _syntax;

    public string Path { get; } = path;
    public string Text { get; } = text;

    public string[] Lines { get; } = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public SyntaxNode Syntax => _syntax ??=
        CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot();

    public bool IsTest => IsUnder("tests");

    public bool IsUnder(string folder) => Repository.IsUnder(Path, folder);

    /// <summary>The nodes of a kind with the place to name in a finding.</summary>
    public IEnumerable<T> All<T>() where T : SyntaxNode => Syntax.DescendantNodes().OfType<T>();

    public string At(SyntaxNode node) => At(node.GetLocation());

    public string At(Location location) => $"{Path}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}
