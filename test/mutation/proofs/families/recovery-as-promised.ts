import { RecoveryAsPromised } from '../../../../lib/checks/models/properties/recovery-as-promised';
import type { Family } from '../mutants';
import { breaking, regions, without } from '../regions';

const POINT = /^the recovery point is not known to be at most 5 minutes/;
const TIME = /^the recovery time is \d+(\.\d)? min, more than 60/;
const TRAFFIC = /^traffic does not move to a second region/;

export const FAMILY: Family = {
  property: RecoveryAsPromised,
  ground: regions,
  breaks: [
    without('Home/Cluster', 'no global database', [POINT, /in no global database/], 'Home/Global'),
    breaking('Home/Cluster', 'a replica of another database', [POINT, /in no global database/], 'Away/Cluster', (cluster) => { cluster.GlobalClusterIdentifier = 'elsewhere'; }),
    without('Home/Cluster', 'no alarm on the lag of the database', [POINT, /no alarm tells/], 'Away/DatabaseLag'),
    breaking('Home/Cluster', 'an alarm that allows more', [/may be 15 min, more than 5/], 'Away/DatabaseLag', (alarm) => { alarm.Threshold = 900_000; }),
    breaking('Home/Cluster', 'an alarm that tells nobody', [POINT, /no alarm tells/], 'Away/DatabaseLag', (alarm) => { alarm.AlarmActions = []; }),
    breaking('Home/Cluster', 'an alarm on something else', [POINT, /no alarm tells/], 'Away/DatabaseLag', (alarm) => { alarm.MetricName = 'CPUUtilization'; }),
    breaking('Home/Content', 'objects that are not copied', [POINT, /nothing is copied/], 'Home/Content', (bucket) => { delete bucket.ReplicationConfiguration; }),
    breaking('Home/Content', 'objects in no controlled time', [POINT, /promised no time/], 'Home/Content', (bucket) => { delete bucket.ReplicationConfiguration.Rules[0].Destination.ReplicationTime; }),
    without('Home/Content', 'no alarm on the lag of objects', [POINT, /15 minutes only/], 'Away/ObjectLag'),
    breaking('Home/Content', 'an alarm that allows fifteen minutes', [/may be 15 min, more than 5/], 'Away/ObjectLag', (alarm) => { alarm.Threshold = 900; }),
    breaking('Home/Record', 'a first record that does not fail over', [TRAFFIC, /no pair of records/], 'Home/Record', (record) => { delete record.Failover; }),
    breaking('Home/Record', 'a first region that nothing checks', [TRAFFIC, /nothing checks the health/], 'Home/Record', (record) => { delete record.HealthCheckId; }),
    without('Home/Record', 'no service in the second region', [TRAFFIC, /no second region/], 'Away/Service', 'Away/Scaling'),
    breaking('Home/Record', 'a runbook that sleeps for an hour', [TIME, /Settle/], 'Away/FailOver', (document) => { document.Content.mainSteps[3].inputs.Duration = 'PT1H'; }),
    breaking('Home/Record', 'a health check every ten minutes', [TIME, /detection/], 'Home/Check', (check) => { check.HealthCheckConfig = { Type: 'HTTPS', RequestInterval: 600, FailureThreshold: 5 }; }),
    breaking('Home/Record', 'a name that lives for an hour', [TIME, /names in caches/], 'Home/Record', (record) => { record.TTL = '3600'; }),
  ],
};
