import type { Control } from '../../../../lib/checks/catalogue/controls';
import { CONTROLS } from '../../../../lib/checks/catalogue/controls';
import { breakEven, OUTAGE_MINUTES, product, together } from '../../../../lib/checks/models/availability';
import { isoMinutes, told } from '../../../../lib/checks/models/durations';
import { groundOf } from '../../../../lib/checks/models/ground';
import { LEVELS, percent } from '../../../../lib/checks/models/levels';
import { leftRunning } from '../../../../lib/checks/models/members';
import { CompositeAvailabilityPromised } from '../../../../lib/checks/models/properties/composite-availability-promised';
import { EveryTierSurvivesZoneLoss } from '../../../../lib/checks/models/properties/every-tier-survives-zone-loss';
import { RecoveryAsPromised } from '../../../../lib/checks/models/properties/recovery-as-promised';
import { short } from '../../../../lib/checks/models/zones';
import { PROPERTIES } from '../../../../lib/checks/proofs/properties';
import { prove } from '../../../../lib/checks/proofs/prove';
import { TemplateSet } from '../../../../lib/checks/template';
import { recorded } from '../../../mutation/support/ground';
import { AWAY, bad, HOME, oneRegion, said, setOf, twoRegions, type Loose } from './ground';

const MODELS = PROPERTIES.filter(({ proof }) => proof === 'model');
const one = { [HOME]: oneRegion() };
const two = twoRegions();
const tableOf = (findings: ReturnType<typeof said>) => findings.find(({ table }) => table)!.table!;
type Edit = (home: Loose, away: Loose) => void;
const PARAMETER = { 'Fn::ImportValue': 'elsewhere' };

describe('loss of a zone', () => {
  const lost = (edit?: Edit, environment?: string) => bad(said(EveryTierSurvivesZoneLoss, one, edit, environment));
  const properties = (home: Loose, id: string) => home[id].Properties as Loose;

  test('three zones with everything in each survive any loss, in acceptance as in production', () => {
    expect([lost(), lost(undefined, 'acceptance')]).toEqual([[], []]);
    const { columns, rows, notes } = tableOf(said(EveryTierSurvivesZoneLoss, one));
    expect(columns).toEqual(['Tier', 'What', 'Stands in', 'Without a', 'Without b', 'Without c']);
    expect(rows.map(([tier, , stands, a]) => [tier, stands, a])).toEqual([
      ['load balancer', 'a, b, c', 'b, c'], ['firewall', 'a, b, c', 'b, c'], ['application', 'a, b, c', '2 of 3 or more in b, c'], ['database', 'a, b, c', 'a member in b or c'],
      ['egress', 'a', 'no other zone uses it'], ['egress', 'b', 'still there'], ['egress', 'c', 'still there'], ['endpoint', 'a, b, c', 'b, c'],
    ]);
    expect(notes[0]).toBe('Result: every tier still serves without a, without b, without c.');
  });

  test('development and test may stand in one zone, and templates of nobody known are not judged', () => {
    expect(said(EveryTierSurvivesZoneLoss, one, undefined, 'test')).toEqual([]);
    expect(prove(setOf(one, 'production', {}), MODELS, [])).toEqual([]);
  });

  const BROKEN: [string, Edit, string[]][] = [
    ['a load balancer in one zone', (home) => { properties(home, 'Balancer').Subnets = [{ Ref: 'Edge1' }]; }, ['violation Home/Balancer: load balancer: without zone eu-central-1a nothing of Home/Balancer is left']],
    ['one NAT gateway for all', (home) => { [2, 3].forEach((zone) => { properties(home, `AppRoute${zone}`).NatGatewayId = { Ref: 'Nat1' }; }); }, [
      'violation Home/Nat1: egress: Home/App2 in eu-central-1b and Home/App3 in eu-central-1c go out through Home/Nat1 in eu-central-1a',
    ]],
    ['requests through the firewall of another zone', (home) => { properties(home, 'EdgeRoute2').VpcEndpointId = properties(home, 'EdgeRoute1').VpcEndpointId; }, [
      'violation Home/Balancer: load balancer: there is no way from the Internet to Home/Edge2 (eu-central-1b) without zone eu-central-1a: the one there is goes through Home/Firewall in Home/Wall1',
      'violation Home/Firewall: firewall: Home/Edge2 in eu-central-1b goes through the endpoint in eu-central-1a, by EdgeRoute2',
    ]],
    ['answers through the firewall of another zone', (home) => { properties(home, 'Back3').VpcEndpointId = properties(home, 'Back1').VpcEndpointId; }, [
      'violation Home/Balancer: load balancer: there is no way from the Internet to Home/Edge3 (eu-central-1c) without zone eu-central-1a: the one there is goes through Home/Firewall in Home/Wall1',
      'violation Home/Firewall: firewall: Home/Edge3 in eu-central-1c goes through the endpoint in eu-central-1a, by Back3',
    ]],
    ['a service in one zone', (home) => { properties(home, 'Service').NetworkConfiguration.AwsvpcConfiguration.Subnets = [{ Ref: 'App2' }]; }, [
      'violation Home/Balancer: load balancer: there is no way from Home/Edge1 (eu-central-1a) to Home/Service without zone eu-central-1b',
      'violation Home/Service: application: without zone eu-central-1b nothing of Home/Service is left',
    ]],
    ['one task', (home) => { properties(home, 'Scaling').MinCapacity = 1; }, ['a', 'b', 'c'].map((zone) => `violation Home/Service: application: Home/Service runs one task: without zone eu-central-1${zone} none may be left`)],
    ['no count at all', (home) => { delete home.Scaling; }, ['a', 'b', 'c'].map((zone) => `violation Home/Service: application: Home/Service runs one task: without zone eu-central-1${zone} none may be left`)],
    ['a cluster with one member', (home) => { delete home.Reader; }, ['a', 'b', 'c'].map((zone) => `violation Home/Cluster: database: Home/Cluster has one member: without its zone, which may be eu-central-1${zone}, none takes over`)],
    ['members in the same zone', (home) => { ['Writer', 'Reader'].forEach((id) => { properties(home, id).AvailabilityZone = 'eu-central-1b'; }); }, ['violation Home/Cluster: database: every member of Home/Cluster stands in eu-central-1b']],
    ['a data tier that lets one zone in only', (home) => {
      home.Acl1 = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } };
      [1, 2, 3].forEach((zone) => { home[`Fence${zone}`] = { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: { Ref: `Data${zone}` }, NetworkAclId: { Ref: 'Acl1' } } }; });
      [false, true].forEach((Egress) => { home[`Entry${Egress}`] = { Type: 'AWS::EC2::NetworkAclEntry', Properties: { NetworkAclId: { Ref: 'Acl1' }, RuleNumber: 100, Egress, Protocol: -1, RuleAction: 'allow', CidrBlock: '10.0.21.0/24' } }; });
    }, ['a', 'b', 'c'].flatMap((zone) => `violation Home/Service: application: there is no way from Home/App${zone === 'b' ? '3 (eu-central-1c)' : '2 (eu-central-1b)'} to Home/Cluster without zone eu-central-1${zone}`)],
    ['an endpoint in one zone', (home) => { properties(home, 'Secrets').SubnetIds = [{ Ref: 'Data3' }]; }, ['violation Home/Secrets: endpoint: without zone eu-central-1c nothing of Home/Secrets is left']],
    ['two zones', (home) => {
      Object.keys(home).filter((id) => /3$/.test(id)).forEach((id) => { delete home[id]; });
      const rest = (list: Loose[]) => list.filter((each) => !/3$/.test((each.SubnetId?.Ref ?? each.Ref) as string));
      properties(home, 'Balancer').Subnets = rest(properties(home, 'Balancer').Subnets as Loose[]);
      properties(home, 'Subnets').SubnetIds = rest(properties(home, 'Subnets').SubnetIds as Loose[]);
      properties(home, 'Secrets').SubnetIds = rest(properties(home, 'Secrets').SubnetIds as Loose[]);
      properties(home, 'Firewall').SubnetMappings = rest(properties(home, 'Firewall').SubnetMappings as Loose[]);
      const { AwsvpcConfiguration: placed } = properties(home, 'Service').NetworkConfiguration as Loose;
      placed.Subnets = rest(placed.Subnets as Loose[]);
    }, ['violation Home/Vpc: it has subnets in 2 availability zones, not 3']],
  ];

  test.each(BROKEN)('%s is told, with the tier and what would be cut off', (_, edit, messages) => {
    expect(lost(edit).sort()).toEqual([...messages].sort());
  });

  const OPEN: [string, Edit, RegExp][] = [
    ['the zone of a subnet', (home) => { properties(home, 'Edge1').AvailabilityZone = PARAMETER; }, /^unknown Home\/(Nat1|Firewall|Balancer): .*not decided/],
    ['how many tasks run', (home) => { properties(home, 'Scaling').MinCapacity = PARAMETER; }, /^unknown Home\/Service: application: it is not decided how much of Home\/Service runs \(import elsewhere\)/],
    ['the zone of a member', (home) => { properties(home, 'Writer').AvailabilityZone = PARAMETER; }, /^unknown Home\/Cluster: database: it is not decided where the members of Home\/Cluster stand/],
    ['subnets of the store', (home) => { properties(home, 'Subnets').SubnetIds = PARAMETER; }, /^unknown Home\/Cluster/],
    ['every zone', (home) => { Object.values(home).filter(({ Type: type }) => type === 'AWS::EC2::Subnet').forEach((subnet) => { (subnet as Loose).Properties.AvailabilityZone = PARAMETER; }); }, /^unknown Home\/Vpc: it is not decided that there are 3 availability zones/],
  ];

  test.each(OPEN)('%s is open: unknown, neither good nor bad', (_, edit, message) => {
    const found = lost(edit);
    expect(found.filter((each) => message.test(each)).length).toBeGreaterThan(0);
    expect(found.filter((each) => each.startsWith('violation'))).toEqual([]);
  });

  test('zones by number are as good as zones by name', () => {
    expect(lost((home) => {
      const numbered = (id: string) => ({ 'Fn::Select': [Number(id.slice(-1)) - 1, { 'Fn::GetAZs': '' }] });
      Object.entries(home).filter(([id, { Type: type }]) => type === 'AWS::EC2::Subnet' && /^(Data|App)/.test(id)).forEach(([id, subnet]) => { (subnet as Loose).Properties.AvailabilityZone = numbered(id); });
    }).filter((each) => /Cluster/.test(each))).toEqual([]);
  });

  describe('other databases', () => {
    const instead = (type: string, more: Loose): Edit => (home) => {
      ['Writer', 'Reader'].forEach((id) => { delete home[id]; });
      home.Cluster = { Type: type, Properties: { ...properties(home, 'Cluster'), ...more } };
    };
    test.each<[string, string, Loose, RegExp | undefined]>([
      ['an instance with a standby', 'AWS::RDS::DBInstance', { Engine: 'postgres', MultiAZ: true }, undefined],
      ['an instance without', 'AWS::RDS::DBInstance', { Engine: 'postgres' }, /^violation Home\/Cluster: database: Home\/Cluster runs in one zone, and has no standby/],
      ['an instance of which that is open', 'AWS::RDS::DBInstance', { Engine: 'postgres', MultiAZ: PARAMETER }, /^unknown Home\/Cluster: database: it is not decided whether Home\/Cluster has a standby/],
      ['a Multi-AZ cluster', 'AWS::RDS::DBCluster', { Engine: 'postgres', DBClusterInstanceClass: 'db.m6gd.large' }, undefined],
      ['a store that the model does not know', 'AWS::OpenSearchService::Domain', { VPCOptions: { SubnetIds: [{ Ref: 'Data1' }], SecurityGroupIds: [] } }, /^unknown Home\/Cluster: database: what becomes of Home\/Cluster without zone eu-central-1[abc] is not known/],
    ])('%s', (_, type, more, message) => {
      const found = lost(instead(type, more)).filter((each) => /Home\/Cluster: /.test(each));
      expect(found.filter((each) => message?.test(each)).length).toBe(message ? found.length : 0);
      expect(found.length > 0).toBe(message !== undefined);
    });
  });

  test('servers of an Auto Scaling group are counted like tasks', () => {
    const scaled = (least: number): Edit => (home) => {
      ['Service', 'Scaling'].forEach((id) => { delete home[id]; });
      home.Service = { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: String(least), MaxSize: '4', VPCZoneIdentifier: [1, 2, 3].map((zone) => ({ Ref: `App${zone}` })), TargetGroupARNs: [{ Ref: 'Targets' }], LaunchTemplate: { LaunchTemplateId: { Ref: 'Launch' }, Version: '1' } } };
      home.Launch = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { SecurityGroupIds: [{ 'Fn::GetAtt': ['AppGroup', 'GroupId'] }] } } };
    };
    expect(lost(scaled(2))).toEqual([]);
    expect(lost(scaled(1))[0]).toBe('violation Home/Service: application: Home/Service runs one task: without zone eu-central-1a none may be left');
  });

  test('so many of so many are left', () => {
    expect([leftRunning(3, 3), leftRunning(2, 3), leftRunning(1, 3), leftRunning(5, 2), leftRunning(4, 1), leftRunning(4, 0)]).toEqual([2, 1, 0, 2, 0, 0]);
    expect(['eu-central-1a', '${AWS::AvailabilityZone 2 of eu}', 'euc1-az1'].map(short)).toEqual(['a', '2', 'euc1-az1']);
  });
});

describe('composite availability', () => {
  const composite = (regions: Record<string, Loose>, edit?: Edit) => said(CompositeAvailabilityPromised, regions, edit);

  test('one region is too little, and the weakest link is named with how much is short', () => {
    expect(bad(composite(one))).toEqual(['violation Home/Balancer: the composite availability is 99.909 %, 0.0609 % short of 99.97 %: the weakest link is the web firewall Home/AclAssociation with 99.95 % '
      + '(web ACLs of a region); no second region makes up for it: no second region has a load balancer with a service behind it']);
  });

  test('a second region makes up for it, by a figure that can be computed by hand', () => {
    const found = composite(two);
    expect(bad(found)).toEqual([]);
    const row = product([LEVELS.dns, LEVELS.webFirewall, LEVELS.firewall, LEVELS.balancer, LEVELS.compute, LEVELS.aurora, LEVELS.keys]);
    expect(row).toBeCloseTo(0.9995 * 0.9999 ** 4 * 0.99999, 12);
    const away = 1 - row;
    expect(together(row, row, 27.6)).toBeCloseTo(1 - (away * 27.6) / 240 - away ** 2 * (1 - 27.6 / 240), 12);
    const { rows, notes } = tableOf(found);
    expect(rows.find(([, , region]) => region === 'both')!.slice(3, 5)).toEqual(['after 27.6 min', '99.9894 %']);
    expect(notes[0]).toBe('Result: 99.9894 %; 99.97 % is promised.');
    expect(notes[2]).toContain('as long as outages last 83.9 min or longer on average');
    // At that length, it is just reached.
    const least = breakEven(row, row, 27.6, 0.9997);
    expect(1 - away * (27.6 / least + (1 - 27.6 / least) * away)).toBeCloseTo(0.9997, 9);
  });

  test.each<[string, Edit, RegExp]>([
    ['a load balancer in one zone', (home) => { home.Balancer.Properties.Subnets = [{ Ref: 'Edge1' }]; }, /^violation Home\/Balancer: .*weakest link is the load balancer Home\/Balancer with 99.9 %/],
    ['one task', (home) => { home.Scaling.Properties.MinCapacity = 1; }, /^violation Home\/Balancer: .*weakest link is the application Home\/Service with 99.5 %/],
    ['a cluster with one member', (home) => { delete home.Reader; }, /^violation Home\/Balancer: .*weakest link is the database Home\/Cluster with 99.9 % \(a cluster in one zone\)/],
    ['a single instance', (home) => { home.Cluster = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', DBSubnetGroupName: { Ref: 'Subnets' } } }; }, /^violation Home\/Balancer: .*99.5 % \(a single instance\)/],
    ['a firewall in one zone', (home) => { home.Firewall.Properties.SubnetMappings = [{ SubnetId: { Ref: 'Wall1' } }]; }, /^violation Home\/Balancer: .*assumed, as for one server/],
    ['how many tasks run is open', (home) => { home.Scaling.Properties.MinCapacity = PARAMETER; }, /^unknown Home\/Balancer: the availability is not decided: application Home\/Service: import elsewhere/],
    ['where the members stand is open', (home) => { home.Writer.Properties.AvailabilityZone = PARAMETER; }, /^unknown Home\/Balancer: the availability is not decided: database Home\/Cluster/],
  ])('of one region, %s', (_, edit, message) => {
    expect(bad(composite(one, edit))).toEqual([expect.stringMatching(message)]);
  });

  test('a web firewall that lets pass when it cannot be asked is no link', () => {
    const { rows } = tableOf(composite(one, (home) => { home.Balancer.Properties.LoadBalancerAttributes = [{ Key: 'waf.fail_open.enabled', Value: 'true' }]; }));
    expect(rows.map(([link]) => link)).not.toContain('web firewall');
    expect(rows.find(([link]) => link === 'all in a row')![4]).toBe('99.959 %');
  });

  test.each<[string, Edit, RegExp]>([
    ['no pair of records', (home) => { delete home.Record.Properties.Failover; }, /no second region makes up for it: no pair of records fails over/],
    ['no health check', (home) => { delete home.Record.Properties.HealthCheckId; }, /nothing checks the health of the first region/],
    ['no global database', (home) => { delete home.Global; }, /Home\/Cluster has no replica in eu-west-1/],
    ['another global database', (_, away) => { away.Cluster.Properties.GlobalClusterIdentifier = 'elsewhere'; }, /Home\/Cluster has no replica in eu-west-1/],
    ['no service there', (_, away) => { ['Service', 'Scaling'].forEach((id) => { delete away[id]; }); }, /no second region has a load balancer with a service behind it/],
    ['a move that takes hours', (_, away) => { away.FailOver.Properties.Content.mainSteps[3].inputs.Duration = 'PT3H'; }, /99\.909 %, .*the second region takes over after 241\.2 min only/],
  ])('a second region is none with %s', (_, edit, message) => {
    expect(bad(composite(two, edit))).toEqual([expect.stringMatching(message)]);
  });

  test('a second region of which something is open leaves it open', () => {
    expect(bad(composite(two, (home) => { home.Record.Properties.HealthCheckId = PARAMETER; }))).toEqual([expect.stringMatching(/^unknown Home\/Balancer: the availability is not decided: .*import elsewhere/)]);
  });

  test('an outage that is over before anybody has moved is borne whole', () => {
    expect(together(0.999, 0.999, OUTAGE_MINUTES * 2)).toBeCloseTo(0.999, 12);
    expect(breakEven(0.9999, 0.999, 30, 0.9997)).toBe(0);
    expect([percent(0.9997), percent(0.99909009), percent(1), percent(0.99989449)]).toEqual(['99.97 %', '99.909 %', '100.00 %', '99.9894 %']);
  });
});

describe('recovery', () => {
  const recovered = (edit?: Edit, regions = two) => bad(said(RecoveryAsPromised, regions, edit));

  test('two regions with everything keep both promises, step by step', () => {
    expect(recovered()).toEqual([]);
    const { rows, notes } = tableOf(said(RecoveryAsPromised, two));
    expect(rows.map(([of, what, counted]) => [of, what, counted])).toEqual([
      ['recovery point', 'Home/Cluster', 'watched at 1 min'], ['recovery point', 'Home/Content', 'watched at 5 min'],
      ['recovery time', 'detection', '1.5 min'], ['recovery time', 'names in caches', '1 min'], ['recovery time', 'decision', '15 min'],
      ['recovery time', 'runbook: Promote', '30 s'], ['recovery time', 'runbook: Ready', '3 min'], ['recovery time', 'runbook: Settle', '2 min'], ['recovery time', 'margin', '4.6 min'], ['recovery time', 'all', '27.6 min'],
    ]);
    expect(notes[0]).toBe('Result: back after 27.6 min, of 60; data is bounded, or watched, at 5 min or less, of 5.');
    expect(rows.flatMap(([, what, , , source]) => (what === 'all' || source !== '' ? [] : [what]))).toEqual([]);
  });

  test('without a second region each kind of data and the address say so', () => {
    expect(recovered(undefined, one)).toEqual([
      'violation Home/Record: traffic does not move to a second region: no second region has a load balancer with a service behind it',
      'violation Home/Cluster: the recovery point is not known to be at most 5 minutes: it is in no global database with a cluster in a second region',
      'violation Home/Content: the recovery point is not known to be at most 5 minutes: nothing is copied to the second region',
    ]);
  });

  test.each<[string, Edit, RegExp]>([
    ['no alarm on the lag of the database', (_, away) => { delete away.DatabaseLag; }, /^violation Home\/Cluster: .*nothing bounds how far its replica is behind, and no alarm tells/],
    ['an alarm that tells nobody', (_, away) => { delete away.DatabaseLag.Properties.AlarmActions; }, /^violation Home\/Cluster: .*no alarm tells/],
    ['an alarm on another database', (_, away) => { away.DatabaseLag.Properties.Dimensions[0].Value = 'elsewhere'; }, /^violation Home\/Cluster: .*no alarm tells/],
    ['an alarm on another bucket', (_, away) => { away.ObjectLag.Properties.Dimensions[0].Value = 'elsewhere'; }, /^violation Home\/Content: .*no alarm tells/],
    ['a calculated health check of which a part is not shown', (home) => { home.Check.Properties.HealthCheckConfig = { Type: 'CALCULATED', HealthThreshold: 1, ChildHealthChecks: ['12345678-1234-1234-1234-123456789012'] }; }, /^unknown Home\/Record: .*what the calculated health check looks at/],
    ['an alarm that is off', (_, away) => { away.DatabaseLag.Properties.ActionsEnabled = false; }, /^violation Home\/Cluster: .*no alarm tells/],
    ['an alarm that waits for ten minutes of lag', (_, away) => { away.DatabaseLag.Properties.Threshold = 600_000; }, /^violation Home\/Cluster: the recovery point may be 10 min, more than 5 minutes/],
    ['an alarm on the opposite', (_, away) => { away.DatabaseLag.Properties.ComparisonOperator = 'LessThanThreshold'; }, /^violation Home\/Cluster: .*no alarm tells/],
    ['objects in no controlled time', (home) => { delete home.Content.Properties.ReplicationConfiguration.Rules[0].Destination.ReplicationTime; }, /^violation Home\/Content: .*promised no time/],
    ['objects of which no alarm tells', (_, away) => { delete away.ObjectLag; }, /^violation Home\/Content: .*AWS promises 15 minutes only, and no alarm tells when copies are later than 5/],
    ['a rule that is off', (home) => { home.Content.Properties.ReplicationConfiguration.Rules[0].Status = 'Disabled'; }, /^violation Home\/Content: .*nothing is copied/],
    ['objects that stay in their region', (home) => { home.Content.Properties.ReplicationConfiguration.Rules[0].Destination.Bucket = `arn:aws:s3:::content-${HOME}`; }, /^violation Home\/Content: .*nothing is copied to the second region/],
    ['a destination that is open', (home) => { home.Content.Properties.ReplicationConfiguration.Rules[0].Destination.Bucket = PARAMETER; }, /^unknown Home\/Content: the recovery point is not decided: where its copies go \(import elsewhere\)/],
    ['a runbook that sleeps too long', (_, away) => { away.FailOver.Properties.Content.mainSteps[3].inputs.Duration = 'PT1H'; }, /^violation Home\/Record: the recovery time is 97.2 min, more than 60; what takes longest is runbook: Settle with 60 min/],
    ['a runbook that sleeps as long as it is told', (_, away) => { away.FailOver.Properties.Content.mainSteps[3].inputs.Duration = '{{ Pause }}'; }, /^unknown Home\/Record: the recovery time is not decided: how long the runbook sleeps/],
    ['a health check that is slow', (home) => { home.Check.Properties.HealthCheckConfig = { Type: 'HTTPS', RequestInterval: 300, FailureThreshold: 10 }; }, /^violation Home\/Record: the recovery time is 85.8 min/],
    ['a health check that is open', (home) => { home.Check.Properties.HealthCheckConfig.FailureThreshold = PARAMETER; }, /^unknown Home\/Record: .*how often health is checked/],
    ['records that live for an hour', (home) => { home.Record.Properties.TTL = '3600'; }, /^violation Home\/Record: .*names in caches with 60 min/],
  ])('%s', (_, edit, message) => {
    expect(recovered(edit)).toEqual([expect.stringMatching(message)]);
  });

  test('a bound in the parameters of the cluster needs no alarm', () => {
    const bounded = (seconds: number): Edit => (home, away) => {
      delete away.DatabaseLag;
      home.Parameters = { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Parameters: { 'rds.global_db_rpo': String(seconds) } } };
      home.Cluster.Properties.DBClusterParameterGroupName = { Ref: 'Parameters' };
    };
    expect(recovered(bounded(60))).toEqual([]);
    expect(recovered(bounded(600))).toEqual(['violation Home/Cluster: the recovery point may be 10 min, more than 5 minutes: bounded by rds.global_db_rpo: commits wait']);
  });

  const stepsWith = (edit: Edit) => Object.fromEntries(tableOf(said(RecoveryAsPromised, two, edit)).rows.filter(([of]) => of === 'recovery time').map(([, what, counted]) => [what, counted]));

  test('without a runbook it is done by hand, with tasks that have to be started', () => {
    expect(stepsWith((_, away) => { delete away.FailOver; away.Scaling.Properties.MinCapacity = 1; })).toMatchObject({ 'promotion of the database': '15 min', 'more tasks': '3.5 min' });
    expect(stepsWith((_, away) => { delete away.FailOver; })).not.toHaveProperty('more tasks');
  });

  test('a runbook that stands in the region that is lost is none', () => {
    expect(stepsWith((home, away) => { home.FailOver = away.FailOver; delete away.FailOver; })).toMatchObject({ 'promotion of the database': '15 min' });
  });

  test('a standby cluster without a member is given one first', () => {
    expect(stepsWith((_, away) => { ['Writer', 'Reader'].forEach((id) => { delete away[id]; }); })).toMatchObject({ 'a member for Away/Cluster': '15 min' });
  });

  test('a calculated health check is as slow as the slowest that it looks at; a metric as its alarm', () => {
    const calculated: Edit = (home) => {
      home.Slow = { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 60, EvaluationPeriods: 4 } };
      home.Metric = { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckConfig: { Type: 'CLOUDWATCH_METRIC', AlarmIdentifier: { Name: { Ref: 'Slow' }, Region: HOME } } } };
      home.Both = { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckConfig: { Type: 'CALCULATED', HealthThreshold: 2, ChildHealthChecks: [{ Ref: 'Check' }, { Ref: 'Metric' }] } } };
      home.Record.Properties.HealthCheckId = { Ref: 'Both' };
    };
    expect(stepsWith(calculated)).toMatchObject({ detection: '4 min' });
  });

  test('a record that asks its load balancer waits for unwell targets', () => {
    expect(stepsWith((home) => { delete home.Record.Properties.HealthCheckId; home.Record.Properties.AliasTarget.EvaluateTargetHealth = true; })).toMatchObject({ detection: '30 s' });
  });

  test.each([['PT30S', 0.5], ['PT5M', 5], ['PT1H30M', 90], ['P1DT1S', 1440 + 1 / 60], ['soon', undefined], ['', undefined]])('%s lasts %s minutes', (text, minutes) => {
    expect(isoMinutes(text)).toEqual(minutes);
  });

  test('times are told in seconds below a minute', () => {
    expect([told(0.5), told(1), told(83.94)]).toEqual(['30 s', '1 min', '83.9 min']);
  });
});

describe('models and the catalogue', () => {
  const ground = recorded();
  const set = new TemplateSet(ground.sources, ground.accounts);

  test('a model that is still planned is computed, and judges nothing', () => {
    const planned: Control[] = [{ id: 'AVA3', where: 'production', requires: '', proof: ['model'], planned: ['model'] }];
    const [finding] = prove(setOf(one), [CompositeAvailabilityPromised], planned);
    expect([finding.verdict.kind, finding.table?.notes[0]]).toEqual(['not-applicable', expect.stringMatching(/^Result: the composite availability is 99\.909 %/)]);
    expect(prove(setOf(one), [CompositeAvailabilityPromised], [{ ...planned[0], planned: [] }])[0].verdict.kind).toBe('violation');
  });

  // What is broken on record cannot be in force, and what holds there must be: delete the mark `planned` in the catalogue, or mend the estate.
  test.each(MODELS.map((model) => [model.id, model] as const))('%s is in force if, and only if, the estate on record keeps it', (_, model) => {
    const isPlanned = model.controls.every((id) => CONTROLS.find((control) => control.id === id)?.planned?.some((proof) => proof === 'model'));
    expect({ planned: isPlanned, said: bad(prove(set, [model], [])) }).toEqual({ planned: isPlanned, said: isPlanned ? expect.arrayContaining([expect.any(String)]) : [] });
  });

  test('all models take less than 0.3 seconds on the estate', () => {
    groundOf(set);
    const started = performance.now();
    prove(set, MODELS, []);
    expect(performance.now() - started).toBeLessThan(300);
  });

  test('every level has a page that it is published on', () => {
    expect(Object.values(LEVELS).filter(({ source, percent: level }) => !/^https:\/\/aws\.amazon\.com\//.test(source) || level > 100 || level < 99)).toEqual([]);
    expect(AWAY).not.toBe(HOME);
  });
});
