import type { Case } from './requests';

/** A difference that AWS's documentation settles, or leaves open. */
export interface Explained {
  readonly id: string;
  /** What either side does, and what the documentation says. */
  readonly why: string;
  readonly page: string;
  readonly applies: (request: Case) => boolean;
  /** The request without what is differed about: on it, both sides must agree. None if the documentation is silent, and we say so. */
  readonly without?: (request: Case) => Case;
}

/** A part of a request with a text replaced. */
function replaced<T>(part: T, pattern: RegExp, by: string): T {
  return part === undefined ? part : JSON.parse(JSON.stringify(part).replace(pattern, by)) as T;
}

function has(request: Case, text: RegExp): boolean {
  return text.test(JSON.stringify(request));
}

const OPERATORS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const VARIABLES = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html';

/** The differences that remain, each with its reason. */
export const EXPLAINED: readonly Explained[] = [
  {
    id: 'variables in a policy of an older version',
    why: 'They replace variables whatever the Version says; a policy of 2008-10-17 takes them as they are written.',
    page: VARIABLES,
    applies: (request) => has(request, /2008-10-17/) && has(request, /\$\{/),
    without: (request) => replaced(request, /2008-10-17/g, '2012-10-17'),
  },
  {
    id: '0.0.0.0/0 holds every IPv4 address',
    why: 'They find no address in it.',
    page: `${OPERATORS}#Conditions_IPAddress`,
    applies: (request) => has(request, /0\.0\.0\.0\/0/),
    without: (request) => replaced(request, /"0\.0\.0\.0\/0"/g, '"203.0.0.0/8"'),
  },
  {
    id: 'no IPv6 address is in an IPv4 range, nor the other way round',
    why: 'They take NotIpAddress as not met when the versions differ; it is met by all addresses except those of the range.',
    page: `${OPERATORS}#Conditions_IPAddress`,
    applies: (request) => has(request, /"NotIpAddress/) && request.context['aws:SourceIp'] !== undefined,
    without: (request) => replaced(replaced(request, /2001:db8::\/32/g, '2001:db8::1'), /2001:db8::1(\/128)?/g, '198.51.100.1'),
  },
  {
    id: 'the Principal of a VPC endpoint policy says whom a statement is for',
    why: 'They do not look at it.',
    page: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    applies: ({ endpoint }) => endpoint !== undefined,
    without: (request) => ({ ...request, endpoint: replaced(request.endpoint, /"(Not)?Principal":("\*"|\{[^}]*\})/g, '"Principal":"*"') }),
  },
  {
    id: 'a session policy does not limit what the policy of a resource grants to the session itself, or to everybody',
    why: 'They let it limit both.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
    applies: ({ session, resourcePolicy }) => session !== undefined && resourcePolicy !== undefined && has({ resourcePolicy } as Case, /"Principal":("\*"|\{"AWS":"\*"\})|assumed-role/),
    without: (request) => ({ ...request, session: undefined }),
  },
  {
    id: 'silent: NotPrincipal that names a caller in part',
    why: 'Whether a denial with NotPrincipal reaches a user who is named without the account, or the other way round, depends on the service. Open with us.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
    applies: (request) => has(request, /"NotPrincipal"/),
  },
  {
    id: 'silent: a variable without a value in a negated condition or in NotResource',
    why: 'A variable that cannot be replaced may invalidate the statement; whether a negated condition is met is not said. Open with us.',
    page: VARIABLES,
    applies: (request) => has(request, /"(String|Arn)Not\w+":\{[^}]*\$\{|"NotResource":\[[^\]]*\$\{/),
  },
  {
    id: 'silent: ForAnyValue with IfExists and no key',
    why: 'ForAnyValue is false without the key, IfExists is true without the key; which one wins is not said. Open with us.',
    page: `${OPERATORS}#Conditions_IfExists`,
    applies: (request) => has(request, /"ForAnyValue:\w+IfExists"/),
  },
];

/** Why both sides differ on a request; undefined if nothing explains it. */
export function explain(request: Case, isOpen: boolean, differ: (request: Case) => boolean): string | undefined {
  const applying = EXPLAINED.filter(({ applies }) => applies(request));
  if (isOpen) {
    return applying.find(({ without }) => without === undefined)?.id;
  }
  const disputed = applying.filter(({ without }) => without !== undefined);
  const alone = disputed.find(({ without }) => !differ(without!(request)));
  const together = disputed.reduce((changed, { without }) => without!(changed), request);
  return alone?.id ?? (disputed.length > 1 && !differ(together) ? disputed.map(({ id }) => id).join(', and ') : undefined);
}
