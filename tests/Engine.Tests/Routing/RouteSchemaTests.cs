using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Tests.Routing;

/// <summary>docs/route.schema.json says the same as the reader.</summary>
public sealed class RouteSchemaTests
{
    private static readonly JsonObject Definitions = ReadSchema()["$defs"]!.AsObject();

    [Fact]
    public void The_schema_has_every_verb_and_every_member_of_it_and_no_other()
    {
        var verbs = Definitions["route"]!["oneOf"]!.AsArray().Select(v => v!["$ref"]!.ToString().Split('/')[^1]);
        Assert.Equal(RouteMembers.ByVerb.Keys.Order(), verbs.Order());
        foreach (var (verb, members) in RouteMembers.ByVerb)
        {
            string[] known = [verb, .. members, .. RouteMembers.Common];
            Assert.Equal(known.Order(), Members(verb).Order());
            Assert.Equal(verb, Assert.Single(Definitions[verb]!["required"]!.AsArray())!.ToString());
            Assert.False(Definitions[verb]!["additionalProperties"]!.GetValue<bool>());
        }
        Assert.Equal(RouteMembers.Identity.Order(), Members("identity").Order());
    }

    [Fact]
    public void Every_reference_of_the_schema_leads_somewhere()
    {
        foreach (var reference in References(Definitions))
            Assert.True(Definitions.ContainsKey(reference.Replace("#/$defs/", "")), reference);
    }

    [Fact]
    public void Its_numbers_and_words_are_those_of_the_reader()
    {
        Assert.Equal(RouteChecks.MaxSeconds, Definitions["seconds"]!["maximum"]!.GetValue<int>());
        Assert.Equal(RouteChecks.MaxTextLength, Definitions["text"]!["maxLength"]!.GetValue<int>());
        Assert.Equal(RouteChecks.MaxHeaders, Definitions["headers"]!["maxProperties"]!.GetValue<int>());
        Assert.Equal(RouteChecks.MaxTargets, Definitions["ring"]!["properties"]!["ring"]!["maxItems"]!.GetValue<int>());
        Assert.Equal(
            RouteMembers.Orders,
            Definitions["ring"]!["properties"]!["order"]!["enum"]!.AsArray().Select(o => o!.ToString()));
        var cases = Assert.Single(Definitions["cases"]!["patternProperties"]!.AsObject()).Key;
        foreach (var name in RouteEvents.All) Assert.Matches(cases, name);
        Assert.Contains($"{RouteDocument.MaxBytes} bytes", ReadSchema()["description"]!.ToString());
    }

    [Fact]
    public void Each_member_of_the_schema_stands_in_an_example_that_the_reader_takes()
    {
        var seen = new HashSet<string>();
        foreach (var json in RouteDocumentTests.Good) Collect(JsonNode.Parse(json)!.AsObject(), seen);
        foreach (var verb in RouteMembers.ByVerb.Keys)
            foreach (var member in Members(verb).Except(RouteMembers.Common))
                Assert.Contains($"{verb}.{member}", seen);
        foreach (var member in RouteMembers.Common) Assert.Contains(seen, s => s.EndsWith($".{member}"));
    }

    private static void Collect(JsonObject route, HashSet<string> seen)
    {
        var verb = route.Select(m => m.Key).Single(RouteMembers.ByVerb.ContainsKey);
        foreach (var (name, value) in route)
        {
            seen.Add($"{verb}.{name}");
            if (name == "else") Collect(value!.AsObject(), seen);
            if (name != "on") continue;
            foreach (var (_, nested) in value!.AsObject()) Collect(nested!.AsObject(), seen);
        }
    }

    private static IEnumerable<string> Members(string definition) =>
        Definitions[definition]!["properties"]!.AsObject().Select(m => m.Key);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(m => m.Key == "$ref" ? [m.Value!.ToString()] : References(m.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static JsonObject ReadSchema([CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "route.schema.json");
        return JsonSerializer.Deserialize<JsonObject>(File.ReadAllText(path))!;
    }
}
