import { isIpv6Range, parseIpv4Range } from '../shared/ip-range';
import type { Problems } from '../shared/problems';
import { EEA_REGIONS, isEeaRegion } from '../shared/regions';
import { Capability } from './capability';
import { type AccountFacts, statementsOf } from './capability-statements';
import { checkIdentity } from './identity';
import type { PeopleProps } from './people';
import { PersonArns } from './person-role';

const OPENS_FILES: readonly Capability[] = [Capability.WORK_WITH_FILES, Capability.READ_CUSTOMER_DATA];

/** Records every problem of the props of `People`. */
export function checkPeople(problems: Problems, props: PeopleProps, facts: AccountFacts): void {
  checkIdentity(problems, 'identity', props.identity);
  checkRanges(problems, 'administratorRanges', props.administratorRanges);
  problems.require(props.regions.length > 0, 'regions', props.regions, 'Name at least one region.');
  props.regions.forEach((region, index) => problems.require(isEeaRegion(region), `regions[${index}]`, region, `Write a region inside the European Economic Area: ${Object.keys(EEA_REGIONS).join(', ')}.`));
  problems.require(props.rights.length > 0, 'rights', props.rights, 'Name at least one role: an account that nobody may look at cannot be audited.');
  checkRights(problems, props, facts);
}

/** Records ranges that are none, that admit everybody, or that no request from the Internet comes from. */
export function checkRanges(problems: Problems, path: string, ranges: string[]): void {
  problems.require(ranges.length > 0, path, ranges, 'Name at least one range that administrators come from.');
  ranges.forEach((range, index) => {
    const prefix = Number(range.split('/')[1]);
    const narrow = (parseIpv4Range(range) !== undefined && prefix >= 16) || (isIpv6Range(range) && prefix >= 32);
    problems.require(narrow, `${path}[${index}]`, range, 'Write an IPv4 range of /16 or narrower, or an IPv6 range of /32 or narrower, in CIDR notation without host bits; never everybody (0.0.0.0/0, ::/0).');
  });
}

function checkRights(problems: Problems, { rights, holdsCustomerData }: PeopleProps, facts: AccountFacts): void {
  rights.forEach(({ role, capabilities }, index) => {
    const path = `rights[${index}]`;
    problems.require(PersonArns.ROLES.includes(role), `${path}.role`, role, `There is no such role. Write one of ${PersonArns.ROLES.join(', ')}.`);
    problems.require(rights.findIndex((other) => other.role === role) === index, `${path}.role`, role, 'A role stands once in an account: join its capabilities.');
    problems.require(capabilities.length > 0, `${path}.capabilities`, capabilities, 'Name at least one capability, or leave the role out.');
    capabilities.forEach((capability, at) => checkCapability(problems, `${path}.capabilities[${at}]`, capability, facts));
    problems.require(!(holdsCustomerData && capabilities.includes(Capability.WORK_WITH_FILES)), `${path}.capabilities`, Capability.WORK_WITH_FILES, "Customers' data is here: only READ_CUSTOMER_DATA opens it, and only for the privacy officer.");
    problems.require(!(capabilities.includes(Capability.READ_CUSTOMER_DATA) && role !== 'privacy-officer'), `${path}.capabilities`, Capability.READ_CUSTOMER_DATA, "Only the privacy officer reads customers' data.");
    problems.require(!(capabilities.includes(Capability.ADMINISTER_KEYS) && capabilities.some((capability) => OPENS_FILES.includes(capability))), `${path}.capabilities`, capabilities, 'Who administers keys never uses them: give one of the two to another role.');
  });
}

function checkCapability(problems: Problems, path: string, capability: Capability, facts: AccountFacts): void {
  problems.require(!OPENS_FILES.includes(capability) || facts.dataBucketArns.length > 0, path, capability, 'Name the buckets in dataBucketArns.');
  problems.require(capability !== Capability.RESTORE_BACKUPS || facts.restoreRoleArns.length > 0, path, capability, 'Name the roles in restoreRoleArns.');
  problems.require(statementsOf(capability, facts).length > 0, path, capability, `There is no such capability. Write one of ${Object.values(Capability).join(', ')}.`);
}
