/** Format of a grant's id: its day, and eight digits by chance. */
export const ID = /^[0-9]{8}-[0-9a-f]{8}$/;

/** What the state machines of an access need to know. */
export interface GrantSettings {
  readonly access: string;
  /** ARN patterns of roles. */
  readonly requesters: readonly string[];
  readonly approvers: readonly string[];
  readonly approvals: number;
  readonly longestSeconds: number;
  readonly shortestSeconds: number;
  /** Pattern of a customer's name, without slashes. */
  readonly customerPattern: string;
  readonly recordDays: number;
  readonly tableName: string;
  readonly topicArn: string;
}

export const jsonata = (expression: string): string => `{% ${expression} %}`;
export const sdk = (call: string): string => `arn:aws:states:::aws-sdk:${call}`;

/** Passing trouble of a service. What the service refuses is not asked again. */
export const RETRY = [
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 1,
    MaxAttempts: 3,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];
/** DynamoDB's own integration writes the service's name this way, the SDK integration the other. */
export const CONDITION_FAILED = ['DynamoDB.ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'];

/** A moment as DynamoDB's number, as ISO 8601 in UTC, and as EventBridge Scheduler's. */
export const seconds = (millis: string): string => `$string($floor(${millis} / 1000))`;
export const iso = (millis: string): string => `$fromMillis(${millis}, '[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]Z')`;

/** A text of the input; nothing, or anything else, is an empty text. */
export const textOf = (name: string): string => jsonata(`$type($states.input.${name}) = 'string' ? $trim($states.input.${name}) : ''`);

/** The person behind an ARN of an assumed role: the name of the session. Lower case, so that nobody is two people. */
export const PERSON = "$lowercase($split($caller, '/')[-1])";

/** A list of what is refused: pairs of what must hold and what is said if it does not. */
export function refusals(rules: readonly (readonly [holds: string, says: string])[]): string {
  return jsonata(`[${rules.map(([holds, says]) => `$not(${holds}) ? '${says.replaceAll("'", '’')}'`).join(', ')}]`);
}

/** The way on if nothing is refused, the way out if something is. */
export function judged(next: string): object {
  return { Type: 'Choice', Choices: [{ Condition: jsonata('$count($refused) > 0'), Next: 'Refused' }], Default: next };
}

/** A refusal is an answer, not a failure: failures sound an alarm. */
export const REFUSED = { Type: 'Succeed', Output: { accepted: false, reasons: jsonata('$refused') } };

/** A message to those who approve and those on call. */
export function tell(settings: GrantSettings, subject: string, message: string, next: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::sns:publish',
    Arguments: { TopicArn: settings.topicArn, Subject: subject, Message: jsonata(message) },
    Retry: RETRY,
    Output: jsonata('$states.input'),
    Next: next,
  };
}
