namespace ServerlessSip.Architecture.References;

public class ReferenceTests
{
    [Fact]
    public void Arrows_between_projects_are_on_the_list() =>
        Findings.None(
            "a project refers only to what References/Allowed.cs lets it know",
            Project.All.SelectMany(p => Allowed.Projects.TryGetValue(p.Name, out var allowed)
                ? p.Projects.Except(allowed).Select(r => $"{p.Path}: refers to {r}")
                : [$"{p.Path}: the project is not on the list"]));

    [Fact]
    public void Only_hosts_know_adapters_and_only_tests_know_hosts() =>
        Findings.None(
            "only hosts know adapters, only tests know hosts",
            Project.All.Where(p => !p.IsTest).SelectMany(p =>
                p.Projects.Where(r => Allowed.Hosts.Contains(r) ||
                        (Allowed.Adapters.Contains(r) && !Allowed.Hosts.Contains(p.Name)))
                    .Select(r => $"{p.Path}: refers to {r}")));

    [Fact]
    public void Packages_of_projects_are_on_the_list() =>
        Findings.None(
            "a project names only the packages that References/Allowed.cs lets it have",
            Project.All.SelectMany(p => p.Packages
                .Except(Allowed.Packages.GetValueOrDefault(p.Name, []))
                .Select(r => $"{p.Path}: has package {r}")));

    [Fact]
    public void Sip_and_Ports_know_nothing() =>
        Findings.None(
            "src/Sip and src/Ports refer to no project and no package",
            Project.All.Where(p => p.Name is "Sip" or "Ports")
                .SelectMany(p => p.Projects.Concat(p.Packages).Select(r => $"{p.Path}: {r}")));
}
