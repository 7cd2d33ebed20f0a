metadata name = 'serverless-sip'
metadata description = 'The Azure edition of serverless-sip in one resource group: bus, functions, tables, push, relays, alarms.'

targetScope = 'resourceGroup'

@description('Start of every name: lower-case letters and digits, a letter first.')
@minLength(3)
@maxLength(10)
param name string = 'sip'

@description('Region; one that has Flex Consumption.')
param location string = resourceGroup().location

@description('Domains that are served; the first is the realm of passwords and the zone of the DNS records in the outputs.')
@minLength(1)
param domains array

@description('Name and port in Via and Record-Route, which every relay answers; empty for the first relay\'s address.')
param routeHost string = ''

@description('Challenges offered to phones, in this order; some phones fail at a second one.')
@allowed(['MD5', 'SHA-256', 'SHA-256,MD5'])
param digestAlgorithms string = 'MD5'

@description('Whether callers of other domains may reach our users without credentials.')
param acceptForeign bool = true

@description('How the phones of a user ring: all at once, one after the other, or those of equal q at once.')
@allowed(['parallel', 'sequential', 'by-q'])
param forking string = 'parallel'

@description('How long a phone, or a group of them, rings before the next one does.')
@minValue(1)
@maxValue(180)
param ringSeconds int = 20

@description('Whether a redirection to users of ours is followed here; any other goes to the caller.')
param recurseRedirects bool = false

@description('Other options of docs/CONFIGURATION.md by the names of environment variables, e.g. {Sip__ReceiveThreads: \'2\'}.')
param moreSettings object = {}

@description('What a session of the bus stands for: Lane, a hash of the call, for any load; Call, one call, up to 50 a second.')
@allowed(['Lane', 'Call'])
param sessionStrategy string = 'Lane'

@description('Number of lanes: 64 to 100 calls a second, 1024 to 1,000. Changing it needs a drain (docs/OPERATIONS.md).')
@allowed([16, 64, 256, 1024])
param laneCount int = 64

@description('Instances of SipIn that always run; all lanes fit on one fewer, so that one may fail.')
@minValue(1)
@maxValue(100)
param alwaysReadySipIn int = 2

@description('Instances of the HTTP functions that always run.')
@minValue(0)
@maxValue(100)
param alwaysReadyHttp int = 1

@description('Instances of Work that always run; one where routes of your own wait for others.')
@minValue(0)
@maxValue(100)
param alwaysReadyWork int = 0

@description('Memory of an instance in megabytes; the share of a processor goes with it (2048: one).')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances at most, for each group of functions that is scaled by itself.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Tier of Service Bus: Standard to about 20 calls a second, then Premium, which is cheaper from there on.')
@allowed(['Standard', 'Premium'])
param serviceBusTier string = 'Standard'

@description('Messaging units of the Premium tier.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int = 1

@description('Replication of the storage accounts: ZRS spreads them over the zones of the region.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageReplication string = 'Standard_LRS'

@description('Tier of SignalR Service; the free one has 20 connections and 20,000 messages a day.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param signalrSku string = 'Standard_S1'

@description('Units of SignalR Service.')
@allowed([1, 2, 5, 10, 20, 50, 100])
param signalrUnits int = 1

@description('Tier of the container registry.')
@allowed(['Basic', 'Standard', 'Premium'])
param registrySku string = 'Basic'

@description('What the relays run on: vm, machines with addresses that stay; aci, one container for a demo.')
@allowed(['vm', 'aci'])
param relayHost string = 'vm'

@description('How many relay machines.')
@minValue(1)
@maxValue(20)
param relayCount int = 2

@description('Size of a relay machine.')
@allowed([
  'Standard_B2s'
  'Standard_B2ms'
  'Standard_D2as_v5'
  'Standard_D4as_v5'
  'Standard_F2s_v2'
  'Standard_F4s_v2'
])
param relayVmSize string = 'Standard_B2s'

@description('Zones that relays are spread over; empty where the region has none.')
param zones array = ['1', '2', '3']

@description('Who may send SIP: address ranges in CIDR notation, or Internet.')
param sipSources array = ['Internet']

@description('Public SSH key of the machines, which Azure demands; no rule lets SSH in. Empty only with aci.')
param sshPublicKey string = ''

@description('The relay\'s image with its digest, registry/name@sha256:…; empty before the first build. The deploy script fills it in.')
param relayImage string = ''

@description('Whether the vault also holds sip-secret-previous, the old secret while it is rotated out.')
param hasPreviousSecret bool = false

@description('Object id of who deploys and writes secrets into the vaults; empty when that is done elsewhere.')
param deployerPrincipalId string = ''

@description('What the deployer is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param deployerPrincipalType string = 'User'

@description('Who is told of alarms, by mail.')
param alertEmails array = []

@description('Messages in the queues that are too many: about ten seconds of traffic.')
@minValue(10)
param backlogMessages int = 1000

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day at most.')
@minValue(1)
@maxValue(1000)
param dailyLogGigabytes int = 1

var suffix = take(uniqueString(resourceGroup().id, name), 6)
var tags = {
  application: 'serverless-sip'
  deployment: name
}
var tableName = 'sip'
var zone = domains[0]
var machineCount = relayHost == 'vm' ? relayCount : 0
var demoHost = '${name}-relay-${suffix}.${location}.azurecontainer.io'
var vaultName = '${name}-shared-${suffix}'
var usersVaultName = '${name}-users-${suffix}'

// A busy lane never idles, so an instance keeps it for a minute whatever waits elsewhere: with fewer slots than lanes the
// rest starve. All lanes therefore fit on one instance fewer than always run.
var lanesAnInstance = alwaysReadySipIn < 2 ? laneCount : (laneCount + alwaysReadySipIn - 2) / (alwaysReadySipIn - 1)
var maxConcurrentSessions = sessionStrategy == 'Call' ? 128 : lanesAnInstance
var sessionIdleTimeout = sessionStrategy == 'Call' ? '00:00:02' : '00:01:00'
var prefetchCount = sessionStrategy == 'Call' ? 4 : 8

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    location: location
    name: name
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    name: name
    tags: tags
    retentionDays: logRetentionDays
    dailyGigabytes: dailyLogGigabytes
    functionsPrincipalId: identity.outputs.functionsPrincipalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    name: name
    suffix: suffix
    tags: tags
    replication: storageReplication
    tableName: tableName
    functionsPrincipalId: identity.outputs.functionsPrincipalId
  }
}

module bus 'modules/servicebus.bicep' = {
  name: 'servicebus'
  params: {
    location: location
    name: name
    suffix: suffix
    tags: tags
    tier: serviceBusTier
    messagingUnits: messagingUnits
    functionsPrincipalId: identity.outputs.functionsPrincipalId
    relayPrincipalId: identity.outputs.relayPrincipalId
  }
}

module push 'modules/signalr.bicep' = {
  name: 'signalr'
  params: {
    location: location
    name: name
    suffix: suffix
    tags: tags
    sku: signalrSku
    units: signalrUnits
    functionsPrincipalId: identity.outputs.functionsPrincipalId
  }
}

// Two vaults, since the relays, which face the Internet, need the signing secret and must not read passwords.
module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    location: location
    vaultName: vaultName
    tags: tags
    readerPrincipalIds: [
      identity.outputs.functionsPrincipalId
      identity.outputs.relayPrincipalId
    ]
    deployerPrincipalId: deployerPrincipalId
    deployerPrincipalType: deployerPrincipalType
    readByTemplates: relayHost == 'aci'
    workspaceId: monitoring.outputs.workspaceId
  }
}

module usersVault 'modules/vault.bicep' = {
  name: 'users-vault'
  params: {
    location: location
    vaultName: usersVaultName
    tags: tags
    readerPrincipalIds: [
      identity.outputs.functionsPrincipalId
    ]
    deployerPrincipalId: deployerPrincipalId
    deployerPrincipalType: deployerPrincipalType
    readByTemplates: false
    workspaceId: monitoring.outputs.workspaceId
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    location: location
    name: name
    suffix: suffix
    tags: tags
    sku: registrySku
    relayPrincipalId: identity.outputs.relayPrincipalId
  }
}

module network 'modules/network.bicep' = if (relayHost == 'vm') {
  name: 'network'
  params: {
    location: location
    name: name
    tags: tags
    relayCount: relayCount
    zones: zones
    sipSources: sipSources
  }
}

// The relays' own names and addresses are served as domains too: phones use them as such, and in Route headers.
var relayHosts = [for i in range(0, machineCount): 'relay${i + 1}.${zone}']
var relayAddresses = relayHost == 'vm' ? network.outputs.addresses : [demoHost]
var routeName = empty(routeHost) ? '${relayAddresses[0]}:5060' : routeHost
// The container of the demo cannot listen on one port for both.
var listen = relayHost == 'vm' ? 'udp:0.0.0.0:5060,tcp:0.0.0.0:5060' : 'udp:0.0.0.0:5060'

// What functions and relays must agree on.
var sipSettings = union({
  Sip__Listen: listen
  Sip__Domains: join(concat(domains, relayHosts, relayAddresses), ',')
  Sip__RouteHost: routeName
  Sip__DigestAlgorithms: digestAlgorithms
  Sip__AcceptForeign: acceptForeign ? 'true' : 'false'
  Sip__Forking: forking
  Sip__RingSeconds: string(ringSeconds)
  Sip__RecurseRedirects: recurseRedirects ? 'true' : 'false'
  Bus__sessions: sessionStrategy
  Bus__lanes: string(laneCount)
}, moreSettings)

// Functions speak for all relays, so what they put into Via is the name that stands for all; phones answer to where a
// request came from.
var functionSettings = union(sipSettings, {
  Sip__Advertise: routeName
  Sip__Secret: '@Microsoft.KeyVault(SecretUri=${vault.outputs.vaultUri}secrets/sip-secret)'
  Sip__Users: '@Microsoft.KeyVault(SecretUri=${usersVault.outputs.vaultUri}secrets/sip-users)'
  ServiceBus__fullyQualifiedNamespace: bus.outputs.fullyQualifiedNamespace
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identity.outputs.functionsClientId
  Tables__serviceUri: storage.outputs.tablesUri
  Tables__name: tableName
  SignalR__serviceUri: push.outputs.uri
  Identity__clientId: identity.outputs.functionsClientId
  AzureWebJobsStorage__accountName: storage.outputs.hostAccountName
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.functionsClientId};Authorization=AAD'
  AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentSessions: string(maxConcurrentSessions)
  AzureFunctionsJobHost__extensions__serviceBus__sessionIdleTimeout: sessionIdleTimeout
  AzureFunctionsJobHost__extensions__serviceBus__prefetchCount: string(prefetchCount)
}, hasPreviousSecret ? {
  Sip__SecretPrevious: '@Microsoft.KeyVault(SecretUri=${vault.outputs.vaultUri}secrets/sip-secret-previous)'
} : {})

module functions 'modules/functions.bicep' = {
  name: 'functions'
  params: {
    location: location
    name: name
    suffix: suffix
    tags: tags
    identityId: identity.outputs.functionsId
    identityClientId: identity.outputs.functionsClientId
    packagesUri: storage.outputs.packagesUri
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadySipIn: alwaysReadySipIn
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyWork: alwaysReadyWork
    settings: functionSettings
  }
}

var relaySettings = union(sipSettings, {
  ServiceBus__fullyQualifiedNamespace: bus.outputs.fullyQualifiedNamespace
  Identity__clientId: identity.outputs.relayClientId
})

var machineSettings = union(relaySettings, {
  Sip__SecretFile: '/run/secrets/sip-secret'
  Health__Urls: 'http://127.0.0.1:8080'
}, hasPreviousSecret ? {
  Sip__SecretPreviousFile: '/run/secrets/sip-secret-previous'
} : {})

module relays 'modules/relays.bicep' = if (relayHost == 'vm') {
  name: 'relays'
  params: {
    location: location
    name: name
    tags: tags
    zones: zones
    interfaceIds: relayHost == 'vm' ? network.outputs.interfaceIds : []
    addresses: relayHost == 'vm' ? network.outputs.addresses : []
    vmSize: relayVmSize
    sshPublicKey: sshPublicKey
    identityId: identity.outputs.relayId
    identityClientId: identity.outputs.relayClientId
    registry: registry.outputs.loginServer
    image: relayImage
    vaultUri: vault.outputs.vaultUri
    secretNames: concat(['sip-secret'], hasPreviousSecret ? ['sip-secret-previous'] : [])
    environment: machineSettings
  }
}

resource sharedVault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

// The secret exists once the deploy script has made it, and the image once it was built: both before the second pass.
module relayContainer 'modules/relay-container.bicep' = if (relayHost == 'aci' && !empty(relayImage)) {
  name: 'relay-container'
  params: {
    location: location
    name: name
    tags: tags
    dnsLabel: '${name}-relay-${suffix}'
    identityId: identity.outputs.relayId
    registry: registry.outputs.loginServer
    image: relayImage
    environment: union(relaySettings, {
      Relay__Id: '${name}-relay'
      Sip__Advertise: '${demoHost}:5060'
      Health__Urls: 'http://127.0.0.1:8080'
    })
    sipSecret: sharedVault.getSecret('sip-secret')
  }
  dependsOn: [
    vault
  ]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    name: name
    tags: tags
    alertEmails: alertEmails
    namespaceId: bus.outputs.namespaceId
    serviceBusTier: serviceBusTier
    stateAccountId: storage.outputs.stateAccountId
    signalrId: push.outputs.signalrId
    functionAppId: functions.outputs.appId
    machineIds: relayHost == 'vm' ? relays.outputs.machineIds : []
    workspaceId: monitoring.outputs.workspaceId
    backlogMessages: backlogMessages
  }
}

@description('Name of the function app.')
output functionAppName string = functions.outputs.appName

@description('Resource id of the function app.')
output functionAppId string = functions.outputs.appId

@description('Address of the API and the console.')
output apiUrl string = 'https://${functions.outputs.hostName}'

@description('Name of the registry that builds the relay\'s image.')
output registryName string = registry.outputs.registryName

@description('Host name of the registry.')
output registryServer string = registry.outputs.loginServer

@description('Name of the vault with the signing secret.')
output vaultName string = vaultName

@description('Name of the vault with the users\' passwords.')
output usersVaultName string = usersVaultName

@description('What the relays run on.')
output relayHost string = relayHost

@description('The image that relays were last configured with.')
output relayImage string = relayImage

@description('Names of the relay machines, in order.')
output relayNames array = relayHost == 'vm' ? relays.outputs.machineNames : []

@description('A records to make in the zone: each relay\'s, and all of them under the name that stands for all.')
output aRecords array = [for i in range(0, empty(routeHost) ? machineCount : 2 * machineCount): {
  name: i < machineCount ? 'relay${i + 1}.${zone}' : split(routeHost, ':')[0]
  address: network.outputs.addresses[i % relayCount]
}]

@description('SRV records to make in the zone (RFC 3263): phones turn to the next relay when one is gone.')
output srvRecords array = [for i in range(0, 2 * machineCount): {
  name: '${i < machineCount ? '_sip._udp' : '_sip._tcp'}.${zone}'
  priority: 10
  weight: 10
  port: 5060
  target: 'relay${(i % relayCount) + 1}.${zone}'
}]

@description('Name of the demo\'s relay; empty with machines.')
output demoRelay string = relayHost == 'aci' && !empty(relayImage) ? relayContainer.outputs.hostName : ''
