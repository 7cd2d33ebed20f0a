using 'main.bicep'

// Sized for about 1,000 calls a second by estimate (docs/COST.md): measure with --probe before you rely on it.
param name = 'siplarge'
param domains = ['example.com']
param routeHost = 'sip.example.com:5060'
param serviceBusTier = 'Premium'
param messagingUnits = 8
param storageReplication = 'Standard_ZRS'
param signalrSku = 'Standard_S1'
param signalrUnits = 10
param registrySku = 'Standard'
param relayHost = 'vm'
param relayCount = 6
param relayVmSize = 'Standard_D4as_v5'
param laneCount = 1024
param alwaysReadySipIn = 21
param alwaysReadyHttp = 2
param maximumInstanceCount = 100
param backlogMessages = 100000
param logRetentionDays = 90
param dailyLogGigabytes = 20
