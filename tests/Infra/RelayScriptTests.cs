using ServerlessSip.Contracts;
using ServerlessSip.Infra.Scripts;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>The script of a relay machine, in a folder that stands for its root, with faked tools.</summary>
public sealed class RelayScriptTests : IDisposable
{
    private const string Image = "images.example/relay@sha256:0123";

    private readonly FakeTools _tools = new();

    public RelayScriptTests()
    {
        foreach (var folder in new[] { "usr/local/sbin", "etc/systemd/system", "etc/sysctl.d", "run/relay" })
            Directory.CreateDirectory(At(folder));
        _tools.Add("systemctl", "true").Add("sysctl", "true").Add("chown", "true")
            .Add("docker",
                "case \"$1 $2\" in 'image inspect') false ;; login*) cat >\"$RELAY_PREFIX/password\" ;; esac")
            .Add("curl", """
                for a; do case "$a" in @*) cat "${a#@}" >>"$RELAY_PREFIX/headers" ;; esac; done
                case "$*" in
                  *identity/oauth2/token*vault.azure.net*|*vault.azure.net*identity/oauth2/token*)
                    echo '{"access_token":"for-the-vault"}' ;;
                  *identity/oauth2/token*) echo '{"access_token":"for-the-registry"}' ;;
                  *secrets/sip-secret\?*) printf '{"value":"the secret of all"}' ;;
                  *secrets/*) exit 22 ;;
                  *oauth2/exchange*) echo '{"refresh_token":"to-pull"}' ;;
                esac
                """);
    }

    public void Dispose() => _tools.Dispose();

    private string At(string path) => Path.Combine(_tools.Folder, path);

    private ScriptResult Run(string command, string image = Image, string secrets = "sip-secret")
    {
        var text = Clone.Read("infra/bicep/relay/configure.sh")
            .Replace("@@IMAGE@@", image, StringComparison.Ordinal)
            .Replace("@@REGISTRY@@", "images.example", StringComparison.Ordinal)
            .Replace("@@CLIENT_ID@@", "client-1", StringComparison.Ordinal)
            .Replace("@@VAULT@@", "https://shared.vault.azure.net/", StringComparison.Ordinal)
            .Replace("@@SECRETS@@", secrets, StringComparison.Ordinal)
            .Replace("@@ENVIRONMENT@@", "Sip__Domains=example.com\nRelay__Id=sip-relay-1", StringComparison.Ordinal);
        File.WriteAllText(At("run/relay/configure"), text);
        return _tools.RunFile(At("run/relay/configure"), "", command);
    }

    private int Place(string part)
    {
        var place = _tools.Calls.ToList().FindIndex(c => c.Contains(part, StringComparison.Ordinal));
        Assert.True(place >= 0, $"no call with {part} in\n{string.Join('\n', _tools.Calls)}");
        return place;
    }

    [ToolFact("bash", "jq")]
    public void The_start_of_a_machine_writes_unit_and_environment_and_starts_the_relay()
    {
        Assert.Equal(0, Run("start").Code);
        Assert.Equal(
            "Sip__Domains=example.com\nRelay__Id=sip-relay-1\n", File.ReadAllText(At("etc/relay/relay.env")));
        var unit = File.ReadAllText(At("etc/systemd/system/relay.service"));
        Assert.Contains($"ExecStart={At("usr/local/sbin/relay")} run", unit, StringComparison.Ordinal);
        Assert.Contains("docker stop --time 45 relay", unit, StringComparison.Ordinal);
        Place("systemctl start --no-block relay.service");
    }

    [ToolFact("bash", "jq")]
    public void Before_the_first_image_a_machine_starts_nothing()
    {
        Assert.Equal(0, Run("start", image: "").Code);
        Assert.DoesNotContain(_tools.Calls, c => c.StartsWith("systemctl start", StringComparison.Ordinal));
        Assert.Equal(1, Run("prepare", image: "").Code);
    }

    [ToolFact("bash", "jq")]
    public void Secrets_come_from_the_vault_by_identity_into_files_for_one_user()
    {
        Assert.Equal(0, Run("prepare").Code);
        var file = At("run/relay/secrets/sip-secret");
        Assert.Equal("the secret of all", File.ReadAllText(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
        Assert.Contains("Bearer for-the-vault", File.ReadAllText(At("headers")), StringComparison.Ordinal);
        Place("client_id=client-1");
        Place("chown -R 1654:1654");
    }

    [ToolFact("bash", "jq")]
    public void The_image_is_pulled_by_digest_with_a_token_and_no_token_is_an_argument()
    {
        Assert.Equal(0, Run("prepare").Code);
        Place($"docker pull -q {Image}");
        Assert.Equal("to-pull\n", File.ReadAllText(At("password")));
        Assert.DoesNotContain(_tools.Calls, c =>
            c.Contains("for-the-", StringComparison.Ordinal) || c.Contains("to-pull", StringComparison.Ordinal));
    }

    [ToolFact("bash", "jq")]
    public void A_secret_that_is_missing_stops_it_and_is_named()
    {
        var result = Run("prepare", secrets: "sip-secret sip-secret-previous");
        Assert.NotEqual(0, result.Code);
        Assert.Contains("no secret sip-secret-previous in", result.Errors, StringComparison.Ordinal);
    }

    [ToolFact("bash", "jq")]
    public void An_update_fetches_before_it_restarts_and_says_when_the_relay_is_ready()
    {
        var result = Run("update");
        Assert.True(result.Code == 0, result.Errors);
        Assert.True(Place("docker pull") < Place("systemctl restart relay.service"));
        Assert.True(Place("systemctl restart relay.service") < Place("http://127.0.0.1:8080/ready"));
        // What infra/deploy looks for.
        Assert.Contains($"relay: ready with {Image}", result.Errors, StringComparison.Ordinal);
    }

    [ToolFact("bash", "jq")]
    public void The_container_has_no_rights_and_nothing_to_write_to()
    {
        Run("run");
        var call = _tools.Calls[Place("docker run")];
        Assert.All(
            new[]
            {
                "--read-only", "--cap-drop ALL", "--security-opt no-new-privileges", "--user 1654:1654",
                "--network host", $"--env-file {At("etc/relay/relay.env")}",
                $"{At("run/relay/secrets")}:/run/secrets:ro",
            },
            option => Assert.Contains(option, call, StringComparison.Ordinal));
        Assert.EndsWith(Image, call.TrimEnd(), StringComparison.Ordinal);
    }

    [ToolFact("bash", "jq")]
    public void The_probe_is_the_same_image_with_another_command()
    {
        Run("probe");
        Assert.EndsWith($"{Image} --probe", _tools.Calls[Place("docker run")].TrimEnd(), StringComparison.Ordinal);
    }
}
