namespace ServerlessSip.Infra.Scripts;

/// <summary>An az that answers as a subscription would, with two relays.</summary>
internal static class FakeAzure
{
    private const string Outputs =
        """
        {"functionAppName":{"value":"sip-functions-x"},"apiUrl":{"value":"https://sip-functions-x.example"},
         "demoRelay":{"value":""},"aRecords":{"value":[{"name":"relay1.example.com","address":"192.0.2.1"}]},
         "srvRecords":{"value":[{"name":"_sip._udp.example.com","priority":10,"weight":10,"port":5060,
           "target":"relay1.example.com"}]}}
        """;

    /// <param name="tools">What az is added to.</param>
    /// <param name="imageBefore">The image of an earlier deployment; empty for none.</param>
    /// <param name="sick">A relay that does not become ready.</param>
    public static FakeTools WithAzure(this FakeTools tools, string imageBefore = "", string sick = "none") => tools
        .Add("dotnet", "while [ $# -gt 0 ]; do [ $1 = --output ] && mkdir -p $2; shift; done; true")
        .Add("zip", "true")
        .Add("ssh-keygen", "for last; do :; done; echo 'ssh-ed25519 AAAA made' >$last.pub; echo private >$last")
        .Add("az", $$"""
            case "$*" in
              "group exists"*) echo true ;;
              "ad signed-in-user"*) echo 00000000-0000-0000-0000-00000000000d ;;
              "vm list"*) ;;
              *"--query properties.outputs --output json"*) cat <<'JSON'
            {{Outputs}}
            JSON
              ;;
              *properties.outputs.relayImage.value*) echo '{{imageBefore}}' ;;
              *properties.outputs.vaultName.value*) echo sip-shared-x ;;
              *properties.outputs.usersVaultName.value*) echo sip-users-x ;;
              *properties.outputs.registryName.value*) echo sipimagesx ;;
              *properties.outputs.registryServer.value*) echo sipimagesx.azurecr.io ;;
              *properties.outputs.functionAppName.value*) echo sip-functions-x ;;
              *"properties.outputs.relayNames.value[0]"*) echo sip-relay-1 ;;
              *"properties.outputs.relayNames.value[]"*) printf 'sip-relay-1\nsip-relay-2\n' ;;
              "keyvault secret list"*) {{(imageBefore.Length > 0 ? "printf 'sip-secret\\nsip-users\\n'" : "true")}} ;;
              "acr repository show"*) echo sha256:0123 ;;
              *"--name {{sick}} "*"relay-fetch update"*) echo 'relay: not ready after 90 s' ;;
              *"relay-fetch update"*) echo 'relay: ready with an image' ;;
              *"relay probe"*) echo 'p50 12 ms' ;;
            esac
            """);
}
