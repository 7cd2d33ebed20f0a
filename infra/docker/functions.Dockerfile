# The functions in the official host, for the compose file; Azure itself runs them without a container.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
# The console page takes one script from npm.
COPY --from=node:20-bookworm-slim /usr/local /usr/local
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Functions --configuration Release --output /app --nologo

FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0
COPY --from=build /app /home/site/wwwroot
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true
EXPOSE 80
