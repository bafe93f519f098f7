import { GrantNames } from './grant-names';
import { sessionsOf } from '../shared/role-sessions';
import { CONDITION_FAILED, ID, iso, jsonata, judged, PERSON, refusals, REFUSED, RETRY, sdk, seconds, tell, textOf, type GrantSettings } from './grant-steps';

/** What opening a grant needs to know besides. */
export interface OpeningSettings extends GrantSettings {
  readonly sessionPolicyArn: string;
  readonly boundaryArn: string;
  readonly sourceRanges: readonly string[];
  readonly roleTags: { [key: string]: string };
  readonly closeMachineArn: string;
  readonly scheduleGroup: string;
  readonly schedulerRoleArn: string;
  readonly deadLetterArn: string;
}

const TO_UNDO = [{ ErrorEquals: ['States.ALL'], Assign: { fault: jsonata("$states.errorOutput.Error & ': ' & $states.errorOutput.Cause") }, Next: 'Undo' }];
const KEY = { id: { S: jsonata('$id') } };

/** Approves a grant, and opens it with the last approval. Input: `caller` (ARN of a session, verified by the door), `grant`. */
export function approveDefinition(settings: OpeningSettings): object {
  const { access, approvals } = settings;
  return {
    Comment: `Approves a grant of the access ${access}, and opens it`,
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 120,
    StartAt: 'Read',
    States: {
      Read: { Type: 'Pass', Assign: { caller: textOf('caller'), id: textOf('grant'), now: jsonata('$millis()') }, Next: 'Judge' },
      Judge: {
        Type: 'Pass',
        Assign: {
          approver: jsonata(PERSON),
          refused: refusals([
            [`$contains($caller, ${sessionsOf(settings.approvers)})`, 'You are not among those who approve this access.'],
            [`$contains($id, ${String(ID)})`, 'Grant: write the id that the request got.'],
          ]),
        },
        Next: 'Judged',
      },
      Judged: judged('Approve'),
      Refused: REFUSED,
      Approve: approve(settings),
      Explain: explain(settings),
      Enough: { Type: 'Choice', Choices: [{ Condition: jsonata(`$count($approvers) >= ${approvals}`), Next: 'Claim' }], Default: 'Approved' },
      Approved: { Type: 'Succeed', Output: { accepted: true, grant: jsonata('$id'), state: 'requested', approvalsLeft: jsonata(`${approvals} - $count($approvers)`) } },
      Claim: {
        ...move(settings, 'requested', 'opening'),
        Catch: [{ ErrorEquals: CONDITION_FAILED, Assign: { refused: ['It is not waiting for approval any more.'] }, Next: 'Refused' }],
        Next: 'Schedule',
      },
      ...opening(settings),
      Undo: {
        Type: 'Task',
        Resource: sdk('sfn:startExecution'),
        Arguments: { StateMachineArn: settings.closeMachineArn, Input: jsonata("$string({'grant': $id, 'by': 'failure'})") },
        Retry: RETRY,
        Next: 'NotOpened',
      },
      NotOpened: { Type: 'Fail', Error: 'NotOpened', Cause: jsonata("'The grant ' & $id & ' was approved and could not be opened; what was made of it is taken back. ' & $fault") },
    },
  };
}

function approve({ tableName }: GrantSettings): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Arguments: {
      TableName: tableName,
      Key: KEY,
      // One write decides: who asked cannot approve, nobody approves twice, nothing is approved that is over.
      ConditionExpression: '#state = :requested AND requester <> :who AND NOT contains(approvers, :who) AND untilSeconds > :now',
      UpdateExpression: 'SET approvers = list_append(approvers, :approver), approvals = list_append(approvals, :approval)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':requested': { S: 'requested' },
        ':who': { S: jsonata('$approver') },
        ':now': { N: jsonata(seconds('$now')) },
        ':approver': { L: [{ S: jsonata('$approver') }] },
        ':approval': { L: [{ S: jsonata(`${iso('$now')} & ' ' & $caller`) }] },
      },
      ReturnValues: 'ALL_NEW',
    },
    Assign: {
      approvers: jsonata('[$states.result.Attributes.approvers.L.S]'),
      customer: jsonata('$states.result.Attributes.customer.S'),
      requester: jsonata('$states.result.Attributes.requester.S'),
      requesterArn: jsonata('$states.result.Attributes.requesterArn.S'),
      until: jsonata('$states.result.Attributes.until.S'),
    },
    Catch: [{ ErrorEquals: CONDITION_FAILED, Next: 'Explain' }],
    Next: 'Enough',
  };
}

function explain({ tableName }: GrantSettings): object {
  const item = '$states.result.Item';
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:getItem',
    Arguments: { TableName: tableName, Key: KEY, ConsistentRead: true },
    Retry: RETRY,
    Assign: {
      refused: jsonata(`[$not($exists(${item}.id)) ? 'There is no such request.'
        : ${item}.state.S != 'requested' ? 'It is not waiting for approval: it is ' & ${item}.state.S & '.'
        : ${item}.requester.S = $approver ? 'Nobody approves a request of their own.'
        : $approver in ${item}.approvers.L.S ? 'You approved it already.'
        : 'Its time is over.']`),
    },
    Next: 'Refused',
  };
}

/** The closing is arranged before anything is opened. */
function opening(settings: OpeningSettings): object {
  const { access } = settings;
  const roleName = jsonata(`'${access}-' & $id`);
  const made = { Retry: RETRY, Catch: TO_UNDO };
  return {
    Schedule: { ...schedule(settings), ...made, Next: 'MakeRole' },
    MakeRole: { ...makeRole(settings, roleName), ...made, Assign: { roleArn: jsonata('$states.result.Role.Arn') }, Next: 'EndInTime' },
    EndInTime: {
      Type: 'Task',
      Resource: sdk('iam:putRolePolicy'),
      Arguments: {
        RoleName: roleName,
        PolicyName: 'EndInTime',
        PolicyDocument: jsonata(`$string({'Version': '2012-10-17', 'Statement': [{'Effect': 'Deny', 'Action': '*', 'Resource': '*', 'Condition': {'DateGreaterThanEquals': {'aws:CurrentTime': $until}}}]})`),
      },
      ...made,
      Next: 'Permit',
    },
    Permit: { Type: 'Task', Resource: sdk('iam:attachRolePolicy'), Arguments: { RoleName: roleName, PolicyArn: settings.sessionPolicyArn }, ...made, Next: 'Open' },
    // Whoever closed it in the meantime wins: then the role goes again.
    Open: { ...move(settings, 'opening', 'open'), Catch: TO_UNDO, Next: 'Tell' },
    Tell: tell(settings, `Grant opened: ${access}`,
      "$requester & ' has access to the system of ' & $customer & ' until ' & $until & ' (grant ' & $id & '), approved by ' & $join($approvers, ', ') & '.'", 'Opened'),
    Opened: { Type: 'Succeed', Output: { accepted: true, grant: jsonata('$id'), state: 'open', until: jsonata('$until'), roleArn: jsonata('$roleArn') } },
  };
}

function schedule(settings: OpeningSettings): object {
  return {
    Type: 'Task',
    Resource: sdk('scheduler:createSchedule'),
    Arguments: {
      Name: jsonata(`'${settings.access}-' & $id`),
      GroupName: settings.scheduleGroup,
      ScheduleExpression: jsonata("'at(' & $substringBefore($until, 'Z') & ')'"),
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: settings.closeMachineArn,
        RoleArn: settings.schedulerRoleArn,
        Input: jsonata("$string({'grant': $id, 'by': 'time'})"),
        DeadLetterConfig: { Arn: settings.deadLetterArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 20 },
      },
    },
  };
}

/** The role of this grant, for the session that asked, in its own name, from the administrators' ranges, until the end. */
function makeRole({ access, boundaryArn, sourceRanges, roleTags }: OpeningSettings, roleName: string): object {
  const ranges = JSON.stringify(sourceRanges).replaceAll('"', "'");
  const within = `'DateLessThan': {'aws:CurrentTime': $until}, 'IpAddress': {'aws:SourceIp': ${ranges}}`;
  // The name of a session as its owner writes it: names of IAM are compared letter by letter.
  const person = "$split($requesterArn, '/')[-1]";
  const statement = (action: string, key: string): string =>
    `{'Effect': 'Allow', 'Principal': {'AWS': $requesterArn}, 'Action': '${action}', 'Condition': {${within}, 'StringEquals': {'${key}': ${person}}}}`;
  return {
    Type: 'Task',
    Resource: sdk('iam:createRole'),
    Arguments: {
      Path: GrantNames.rolePath(access),
      RoleName: roleName,
      Description: jsonata("'Grant ' & $id"),
      AssumeRolePolicyDocument: jsonata(`$string({'Version': '2012-10-17', 'Statement': [${statement('sts:AssumeRole', 'sts:RoleSessionName')}, ${statement('sts:SetSourceIdentity', 'sts:SourceIdentity')}]})`),
      PermissionsBoundary: boundaryArn,
      MaxSessionDuration: 3600,
      Tags: [
        { Key: GrantNames.CUSTOMER_TAG, Value: jsonata('$customer') },
        { Key: GrantNames.GRANT_TAG, Value: jsonata('$id') },
        ...Object.entries(roleTags).map(([Key, Value]) => ({ Key, Value })),
      ],
    },
  };
}

function move({ tableName }: GrantSettings, from: string, to: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Arguments: {
      TableName: tableName,
      Key: KEY,
      ConditionExpression: '#state = :from',
      UpdateExpression: 'SET #state = :to',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
    },
  };
}
