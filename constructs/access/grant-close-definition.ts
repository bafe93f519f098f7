import { sessionsOf } from '../shared/role-sessions';
import { CONDITION_FAILED, ID, iso, jsonata, judged, PERSON, refusals, REFUSED, RETRY, sdk, tell, textOf, type GrantSettings } from './grant-steps';

const GONE = ['Iam.NoSuchEntityException'];

/**
 * Closes a grant: what its sessions may do ends with the first step. Input: `grant`, and `caller` (ARN of a session, verified by the
 * door) or, from within, `by`. Whatever is gone already is passed over, so it may run twice, and beside an opening.
 */
export function closeDefinition(settings: GrantSettings, sessionPolicyArn: string, scheduleGroup: string): object {
  const { access } = settings;
  const roleName = jsonata(`'${access}-' & $id`);
  const step = (call: string, args: object, gone: string[], next: string): object => (
    { Type: 'Task', Resource: sdk(call), Arguments: args, Retry: retryUnless(gone), Catch: [{ ErrorEquals: gone, Next: next }], Next: next });
  return {
    Comment: `Closes a grant of the access ${access}`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 240,
    StartAt: 'Read',
    States: {
      Read: {
        Type: 'Pass',
        Assign: { caller: textOf('caller'), id: textOf('grant'), by: textOf('by'), called: jsonata('$exists($states.input.caller)'), now: jsonata('$millis()') },
        Next: 'Judge',
      },
      Judge: {
        Type: 'Pass',
        Assign: {
          closer: jsonata(`$called ? ${PERSON} : $by`),
          refused: refusals([
            [`$not($called) or $contains($caller, ${sessionsOf([...settings.requesters, ...settings.approvers])})`, 'You are not among those who close grants of this access.'],
            [`$contains($id, ${String(ID)})`, 'Grant: write the id that the request got.'],
          ]),
        },
        Next: 'Judged',
      },
      Judged: judged('Forbid'),
      Refused: REFUSED,
      Forbid: step('iam:detachRolePolicy', { RoleName: roleName, PolicyArn: sessionPolicyArn }, GONE, 'ForgetEnd'),
      ForgetEnd: step('iam:deleteRolePolicy', { RoleName: roleName, PolicyName: 'EndInTime' }, GONE, 'RemoveRole'),
      RemoveRole: step('iam:deleteRole', { RoleName: roleName }, GONE, 'Unschedule'),
      Unschedule: step('scheduler:deleteSchedule', { Name: roleName, GroupName: scheduleGroup }, ['Scheduler.ResourceNotFoundException'], 'Record'),
      Record: record(settings),
      Tell: tell(settings, `Grant closed: ${access}`, "'Grant ' & $id & ' is closed. By: ' & $closer & '.'", 'Closed'),
      Closed: { Type: 'Succeed', Output: { accepted: true, grant: jsonata('$id'), state: 'closed' } },
      NothingToClose: { Type: 'Succeed', Output: { accepted: false, reasons: ['There is no such grant, or it is closed already.'] } },
    },
  };
}

/** An error that is an answer is not asked again. */
function retryUnless(answers: string[]): object[] {
  return [{ ErrorEquals: answers, MaxAttempts: 0 }, ...RETRY];
}

function record({ tableName }: GrantSettings): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Arguments: {
      TableName: tableName,
      Key: { id: { S: jsonata('$id') } },
      ConditionExpression: 'attribute_exists(id) AND #state <> :closed',
      UpdateExpression: 'SET #state = :closed, closedBy = :by, closedAt = :now',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':closed': { S: 'closed' }, ':by': { S: jsonata('$closer') }, ':now': { S: jsonata(iso('$now')) } },
    },
    Retry: retryUnless(CONDITION_FAILED),
    Catch: [{ ErrorEquals: CONDITION_FAILED, Next: 'NothingToClose' }],
    Next: 'Tell',
  };
}
