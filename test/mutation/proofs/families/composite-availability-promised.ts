import { CompositeAvailabilityPromised } from '../../../../lib/checks/models/properties/composite-availability-promised';
import type { Family } from '../mutants';
import { breaking, regions, without } from '../regions';

const SHORT = /^the composite availability is 99\.\d+ %/;

export const FAMILY: Family = {
  property: CompositeAvailabilityPromised,
  ground: regions,
  breaks: [
    breaking('Home/Balancer', 'a first record that does not fail over', [SHORT, /no pair of records fails over/], 'Home/Record', (record) => { delete record.Failover; }),
    breaking('Home/Balancer', 'a second record that does not take over', [SHORT, /no pair of records fails over/], 'Away/Record', (record) => { delete record.Failover; }),
    breaking('Home/Balancer', 'a second record that leads to the first region', [SHORT, /no pair of records fails over/], 'Away/Record', (record) => { record.AliasTarget.DNSName = 'elsewhere.example'; }),
    breaking('Home/Balancer', 'a first region that nothing checks', [SHORT, /nothing checks the health/], 'Home/Record', (record) => { delete record.HealthCheckId; }),
    without('Home/Balancer', 'no global database', [SHORT, /Home\/Cluster has no replica in eu-west-1/], 'Home/Global'),
    breaking('Home/Balancer', 'a replica of another database', [SHORT, /Home\/Cluster has no replica in eu-west-1/], 'Away/Cluster', (cluster) => { cluster.GlobalClusterIdentifier = 'elsewhere'; }),
    without('Home/Balancer', 'no service in the second region', [SHORT, /no second region has a load balancer with a service/], 'Away/Service', 'Away/Scaling'),
    without('Home/Balancer', 'a load balancer that leads nowhere in the second region', [SHORT, /no second region has a load balancer with a service/], 'Away/Listener'),
    breaking('Home/Balancer', 'a runbook that takes hours', [SHORT, /the second region takes over after \d+/], 'Away/FailOver', (document) => { document.Content.mainSteps[3].inputs.Duration = 'PT4H'; }),
    breaking('Home/Balancer', 'a health check that takes hours', [SHORT, /the second region takes over after \d+/], 'Home/Check', (check) => { check.HealthCheckConfig = { Type: 'HTTPS', RequestInterval: 3600, FailureThreshold: 3 }; }),
    breaking('Home/Balancer', 'one task', [SHORT, /application Home\/Service with 99\.5 %/], 'Home/Scaling', (target) => { target.MinCapacity = 1; }),
    breaking('Home/Balancer', 'a service in one zone', [SHORT, /application Home\/Service with 99\.5 %/], 'Home/Service', (service) => { service.NetworkConfiguration.AwsvpcConfiguration.Subnets = [{ Ref: 'App1' }]; }),
  ],
};
