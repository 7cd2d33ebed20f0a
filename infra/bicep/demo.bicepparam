using 'main.bicep'

// One relay as a container, nothing redundant, the free SignalR: to try it out, not for calls that matter.
param name = 'sipdemo'
param domains = ['demo.example.com']
param serviceBusTier = 'Standard'
param signalrSku = 'Free_F1'
param relayHost = 'aci'
param laneCount = 16
param alwaysReadySipIn = 1
param alwaysReadyHttp = 0
