import type { TemplateSet } from '../../template';
import type { Names } from './names';
import { documentAt, doubted, eachOf, listed, readPolicies, type Listed } from './reading';
import { policyOf, type Policy } from './statement';

/** Services whose resources resource control policies reach. Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
const REACHED_BY_RCP: ReadonlySet<string> = new Set(['s3', 'sts', 'kms', 'sqs', 'secretsmanager', 'ecr', 'aoss', 'cognito-idp', 'cognito-identity', 'logs', 'dynamodb']);
/** Attached to every root, unit and account unless somebody detaches it. */
const FULL_ACCESS = policyOf({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'service control', { template: '', logicalId: 'FullAWSAccess', path: '' });
const ORGANISATION_ID = /\bo-[a-z0-9]{10,32}\b/g;

interface Attached {
  readonly type: string;
  readonly policies: readonly Policy[];
  readonly targets: readonly Listed[];
}

/**
 * The organisation that the templates show: its policies, and whom they are for.
 *
 * Sources: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html,
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
 */
export class Organisation {
  /** Id of the organisation; a character of its own if the templates do not tell. */
  public readonly id: string;
  /** Whether the templates show an organisation at all. */
  public readonly shown: boolean;
  private readonly attached: Attached[] = [];
  private readonly managing: ReadonlySet<string>;
  private readonly members: ReadonlySet<string>;
  private readonly levels = new Map<string, Policy[][]>();

  constructor(set: TemplateSet, private readonly names: Names) {
    const managing = new Set(Object.keys(set.accounts).filter((account) => set.accounts[account] === 'management'));
    const texts: string[] = [];
    eachOf(set, ['AWS::Organizations::Policy'], (template, logicalId, resource) => {
      const type = names.text(resource.at('Type').raw);
      const kind = type === 'SERVICE_CONTROL_POLICY' ? 'service control' : 'resource control';
      const policies = readPolicies(template, logicalId, kind, (seen) => documentAt(seen.at('Content'), names));
      this.attached.push({ type, policies, targets: listed(template, logicalId, 'TargetIds', names) });
      texts.push(JSON.stringify(resource.at('Content').literal ?? ''));
      if (Object.keys(set.accounts).length === 0 && resource.account !== undefined) {
        managing.add(resource.account);
      }
    });
    this.managing = managing;
    this.shown = this.attached.length > 0;
    this.members = new Set([...Object.keys(set.accounts), ...set.templates.flatMap(({ source }) => source.account ?? [])]);
    this.id = idIn(texts) ?? idIn(set.templates.map(({ source }) => JSON.stringify(source.body) ?? '')) ?? names.hole('organisation', '<organisation>', 'name');
  }

  /** Whether an account is known to belong to the organisation: one of the estate's, or of a template's stack. */
  public has(account: string): boolean {
    return this.members.has(account);
  }

  /** The accounts of the organisation, in the order they were told. */
  public get accounts(): readonly string[] {
    return [...this.members];
  }

  /** Whether an account manages the organisation: its policies do not reach that one. */
  public manages(account: string): boolean {
    return this.managing.has(account);
  }

  /** Service control policies for the principals of an account. */
  public serviceControl(account: string, arn: string | undefined): Policy[][] {
    return !this.has(account) || this.manages(account) || isServiceLinked(arn) ? [] : this.of('SERVICE_CONTROL_POLICY', account);
  }

  /** Resource control policies for the resources that a service keeps in an account. */
  public resourceControl(account: string, service: string | undefined, arn: string | undefined): Policy[] {
    const reached = service !== undefined && REACHED_BY_RCP.has(service);
    return !reached || !this.has(account) || this.manages(account) || isServiceLinked(arn) ? [] : this.of('RESOURCE_CONTROL_POLICY', account).flat();
  }

  private of(type: string, account: string): Policy[][] {
    const key = `${type} ${account}`;
    let found = this.levels.get(key);
    if (!found) {
      const policies = this.attached.filter((attached) => attached.type === type).flatMap(({ policies: own, targets }) => this.reaching(own, targets, account));
      found = type === 'SERVICE_CONTROL_POLICY' ? [[fullAccess(), ...policies]] : [policies];
      this.levels.set(key, found);
    }
    return found;
  }

  /** The policies as they are for an account; open if the templates do not tell whether they reach it. */
  private reaching(policies: readonly Policy[], targets: readonly Listed[], account: string): readonly Policy[] {
    const reaching = targets.filter(({ name }) => name === account || /^r-[0-9a-z]{4,32}$/.test(name) || this.names.tell(name).endsWith('.RootId>'));
    if (reaching.some(({ doubt }) => doubt === undefined)) {
      return policies;
    }
    const [perhaps] = reaching;
    const doubtful = targets.find(({ name }) => !/^\d{12}$/.test(name));
    const doubt = perhaps ? perhaps.doubt : doubtful && `whether account ${account} is in ${this.names.tell(doubtful.name)} is not in the templates`;
    return doubt === undefined ? [] : doubted(policies, doubt);
  }
}

/** The one organisation that is named; undefined if none is, or several are. */
function idIn(texts: readonly string[]): string | undefined {
  const ids = new Set(texts.flatMap((text) => text.match(ORGANISATION_ID) ?? []));
  return ids.size === 1 ? [...ids][0] : undefined;
}

function isServiceLinked(arn: string | undefined): boolean {
  return arn?.includes(':role/aws-service-role/') ?? false;
}

/** The policy that AWS attaches to everything in an organisation. */
export function fullAccess(): Policy {
  return FULL_ACCESS;
}

/** Whether a policy is that one. */
export function isFullAccess({ place }: Policy): boolean {
  return place.template === '' && place.logicalId === 'FullAWSAccess';
}
