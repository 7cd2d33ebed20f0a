# The relay: no shell, no package manager, no root, and nothing it writes to but memory. Build from the root of the clone:
#   docker build -f infra/docker/relay.Dockerfile -t relay .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
# The projects that it shares with the functions hold the console page, which takes one script from npm.
COPY --from=node:20-bookworm-slim /usr/local /usr/local
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
RUN dotnet publish src/UdpRelay --configuration Release --output /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# The diagnostics of the runtime want to write to /tmp; port 8080 is for health, and for this host alone.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=0 \
    DOTNET_TieredPGO=1
EXPOSE 5060/udp 5060/tcp
USER $APP_UID
ENTRYPOINT ["dotnet", "ServerlessSip.UdpRelay.dll"]
