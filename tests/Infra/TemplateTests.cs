using ServerlessSip.Contracts;
using ServerlessSip.Infra.Bicep;
using ServerlessSip.Infra.Rules;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>The templates by themselves.</summary>
public class TemplateTests
{
    [ToolFact("node", "npm")]
    public void Every_file_parses()
    {
        Assert.True(Templates.Actual.Files.Count > 12, "the templates were not found");
        Found.Nothing("tree-sitter-bicep reads every file", Names.Unread(Templates.Actual));
    }

    [ToolFact("node", "npm")]
    public void What_is_declared_is_used() =>
        Found.Nothing("every parameter, variable and existing resource is used", Names.Unused(Templates.Actual));

    [ToolFact("node", "npm")]
    public void What_is_used_is_declared_once()
    {
        Found.Nothing("every name is declared", Names.Undeclared(Templates.Actual));
        Found.Nothing("no name is declared twice", Names.Twice(Templates.Actual));
    }

    [ToolFact("node", "npm")]
    public void Modules_are_given_what_they_ask_for_and_asked_for_what_they_give()
    {
        Found.Nothing("modules exist, with these parameters and outputs", Names.WrongModules(Templates.Actual));
        Found.Nothing("every module is used", Names.UnusedModules(Templates.Actual));
    }

    [ToolFact("node", "npm")]
    public void Parameters_are_described_and_their_values_allowed()
    {
        Found.Nothing("parameters and outputs have descriptions", Parameters.WithoutDescription(Templates.Actual));
        Found.Nothing("defaults and given values are allowed", Parameters.Refused(Templates.Actual));
    }

    [ToolFact("node", "npm")]
    public void Parameter_files_give_what_is_required_and_nothing_else()
    {
        Assert.Equal(
            ["demo.bicepparam", "large.bicepparam", "small.bicepparam"],
            Templates.Actual.OfParameters.Select(f => Path.GetFileName(f.Path)));
        Found.Nothing("parameter files fit main.bicep", Parameters.WrongFiles(Templates.Actual));
    }

    [ToolFact("node", "npm")]
    public void Resource_types_have_their_one_version() =>
        Found.Nothing("types and versions are on the list", Hardening.Versions(Templates.Actual));

    [ToolFact("node", "npm")]
    public void Keys_and_passwords_are_off() =>
        Found.Nothing("resources are closed to keys", Hardening.Missing(Templates.Actual));

    [ToolFact("node", "npm")]
    public void No_secret_stands_in_a_template_or_an_output() =>
        Found.Nothing("templates hold no secret", Hardening.Secrets(Templates.Actual));

    [ToolFact("node", "npm")]
    public void Roles_are_complete_and_no_more() =>
        Found.Nothing("role assignments are those demanded", Roles.Wrong(Templates.Actual));
}
