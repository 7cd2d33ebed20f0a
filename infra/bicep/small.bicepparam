using 'main.bicep'

// To about 20 calls a second: two relays in two zones, two instances that always run, one may fail.
param name = 'sip'
param domains = ['example.com']
param serviceBusTier = 'Standard'
param storageReplication = 'Standard_ZRS'
param signalrSku = 'Standard_S1'
param relayHost = 'vm'
param relayCount = 2
param relayVmSize = 'Standard_B2s'
param laneCount = 64
param alwaysReadySipIn = 2
param alwaysReadyHttp = 1
