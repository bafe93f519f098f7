import { GrantDoor, GrantNames } from './grant-names';
import { sessionsOf } from '../shared/role-sessions';
import { iso, jsonata, judged, PERSON, refusals, REFUSED, RETRY, seconds, tell, textOf, type GrantSettings } from './grant-steps';

const MOMENT = '/^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/';
const DAY_SECONDS = 86400;

/** Asks for a grant. Input: `caller` (ARN of a session, verified by the door), `customer`, `reason`, `until`. */
export function requestDefinition(settings: GrantSettings): object {
  const { access, approvals, longestSeconds, shortestSeconds } = settings;
  const hours = (value: number): string => (value % 3600 === 0 ? `${value / 3600} h` : `${value / 60} min`);
  return {
    Comment: `Asks for a grant of the access ${access}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 60,
    StartAt: 'Read',
    States: {
      Read: {
        Type: 'Pass',
        Assign: {
          caller: textOf('caller'),
          customer: textOf('customer'),
          reason: textOf('reason'),
          now: jsonata('$millis()'),
          until: jsonata(`$type($states.input.until) = 'string' and $contains($states.input.until, ${MOMENT}) ? $toMillis($states.input.until) : 0`),
          id: jsonata("$fromMillis($millis(), '[Y0001][M01][D01]') & '-' & $substring($uuid(), 0, 8)"),
        },
        Next: 'Judge',
      },
      Judge: {
        Type: 'Pass',
        Assign: {
          requester: jsonata(PERSON),
          refused: refusals([
            [`$contains($caller, ${sessionsOf(settings.requesters)})`, 'You are not among those who may ask for this access.'],
            [`$contains($customer, /${settings.customerPattern}/)`, 'Customer: write the name of one customer.'],
            ['$length($reason) >= 10 and $length($reason) <= 500 and $not($contains($reason, /[\\x00-\\x1F\\x7F]/))', 'Reason: write 10 to 500 characters on one line, e.g. the ticket and what it is about.'],
            ['$until > 0', 'Until: write a moment in UTC, e.g. 2026-11-22T18:00:00Z.'],
            [`$until = 0 or $until >= $now + ${shortestSeconds * 1000}`, `Until: write a moment at least ${hours(shortestSeconds)} from now.`],
            [`$until <= $now + ${longestSeconds * 1000}`, `Until: write a moment at most ${hours(longestSeconds)} from now.`],
          ]),
        },
        Next: 'Judged',
      },
      Judged: judged('Record'),
      Refused: REFUSED,
      Record: recordRequest(settings),
      Tell: tell(settings, `Grant asked for: ${access}`,
        `$requester & ' asks for access (${access}) to the system of ' & $customer & ' until ' & ${iso('$until')} & '. Reason: ' & $reason & ' -- Approvals needed: ${approvals}, by somebody else. To approve: aws ssm start-automation-execution --document-name ${GrantNames.document(access, GrantDoor.APPROVE)} --parameters Grant=' & $id`,
        'Asked'),
      Asked: {
        Type: 'Succeed',
        Output: { accepted: true, grant: jsonata('$id'), state: 'requested', until: jsonata(iso('$until')), approvalsNeeded: approvals },
      },
    },
  };
}

function recordRequest({ access, tableName, recordDays }: GrantSettings): object {
  const text = (expression: string): object => ({ S: jsonata(expression) });
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:putItem',
    Arguments: {
      TableName: tableName,
      Item: {
        id: text('$id'),
        access: { S: access },
        state: { S: 'requested' },
        customer: text('$customer'),
        reason: text('$reason'),
        requester: text('$requester'),
        requesterArn: text('$caller'),
        requested: text(iso('$now')),
        until: text(iso('$until')),
        untilSeconds: { N: jsonata(seconds('$until')) },
        expires: { N: jsonata(seconds(`($now + ${recordDays * DAY_SECONDS * 1000})`)) },
        approvers: { L: [] },
        approvals: { L: [] },
      },
      ConditionExpression: 'attribute_not_exists(id)',
    },
    Retry: RETRY,
    Next: 'Tell',
  };
}
