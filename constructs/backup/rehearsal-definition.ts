import type { RestoreQuery } from './restore-rehearsal-props';
import { RESTORED } from './restore-role';

/** What every walk through a restored store knows. */
export interface WalkProps {
  /** Function that looks at what was restored. */
  readonly functionArn: string;
}

/** What the walk through a restored database knows besides. */
export interface DatabaseWalkProps extends WalkProps {
  /** Class of the member that the cluster gets, e.g. `db.t4g.medium`. */
  readonly instanceClass: string;
  readonly user: string;
  readonly queries: RestoreQuery[];
  readonly statementTimeout: number;
}

/** What the walk through a restored bucket knows besides. */
export interface ObjectsWalkProps extends WalkProps {
  readonly atLeast: number;
  readonly sample: number;
  readonly known: { readonly key: string; readonly sha256: string }[];
}

/** First word of the names of members: a role deletes those and no others. */
export const MEMBER = 'rehearsal-';

type States = Record<string, object>;

const sdk = (call: string): string => `arn:aws:states:::aws-sdk:${call}`;
const retry = (errors: string[], seconds: number, attempts: number) => [{ ErrorEquals: errors, IntervalSeconds: seconds, MaxAttempts: attempts, BackoffRate: 2, JitterStrategy: 'FULL' }];
const LAMBDA = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'];
/** Whatever goes wrong is a bad verdict, and what was made is taken away all the same. */
const badly = (what: string, next: string) => [{ ErrorEquals: ['States.ALL'], Assign: { sound: false, message: `{% '${what}: ' & $states.errorOutput.Error & ' ' & $substring($string($states.errorOutput.Cause), 0, 600) %}` }, Next: next }];
const WAIT_SECONDS = 30;

/** Looks at a restored cluster. It is restored without a member, which a cluster needs to be spoken to; AWS Backup deletes no cluster that still has one. */
export function databaseDefinition(props: DatabaseWalkProps): object {
  const member = { DbInstanceIdentifier: '{% $member %}' };
  return {
    Comment: 'Gives a restored cluster a member, asks it the declared queries, takes the member away, and reports to AWS Backup',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 3 * 60 * 60,
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Assign: {
          job: '{% $states.input.detail.restoreJobId %}',
          cluster: "{% $split($states.input.detail.createdResourceArn, ':')[6] %}",
          member: `{% '${MEMBER}' & $lowercase($states.input.detail.restoreJobId) %}`,
        },
        Next: 'LookUpCluster',
      },
      LookUpCluster: {
        Type: 'Task',
        Resource: sdk('rds:describeDBClusters'),
        Arguments: { DbClusterIdentifier: '{% $cluster %}' },
        Retry: retry(['States.ALL'], 10, 4),
        Catch: badly('The restored cluster was not found', 'Report'),
        Assign: { host: '{% $states.result.DbClusters[0].Endpoint %}', port: '{% $states.result.DbClusters[0].Port %}', engine: '{% $states.result.DbClusters[0].Engine %}' },
        Next: 'MakeMember',
      },
      ...memberStates(props, member),
      Validate: {
        ...invoke(props, { database: { host: '{% $host %}', port: '{% $port %}', user: props.user, statementTimeout: props.statementTimeout, queries: props.queries.map(({ databaseName, ...query }) => ({ ...query, database: databaseName ?? 'app' })) } }),
        // A name that was just made takes a while to be known everywhere.
        Retry: [...retry(LAMBDA, 5, 4), ...retry(['Unreachable'], 30, 4)],
        Catch: badly('It could not be looked at', 'TakeMemberAway'),
        Next: 'TakeMemberAway',
      },
      TakeMemberAway: {
        Type: 'Task',
        Resource: sdk('rds:deleteDBInstance'),
        Arguments: { ...member, SkipFinalSnapshot: true },
        Retry: retry(['Rds.InvalidDbInstanceStateException'], 60, 6),
        Catch: [{ ErrorEquals: ['Rds.DbInstanceNotFoundException'], Next: 'Report' }, ...badly('The member could not be taken away', 'Report')],
        Next: 'WaitForMemberGone',
      },
      WaitForMemberGone: { Type: 'Wait', Seconds: WAIT_SECONDS, Next: 'LookForMember' },
      LookForMember: {
        Type: 'Task',
        Resource: sdk('rds:describeDBInstances'),
        Arguments: member,
        Catch: [{ ErrorEquals: ['Rds.DbInstanceNotFoundException'], Next: 'Report' }, { ErrorEquals: ['States.ALL'], Next: 'WaitForMemberGone' }],
        Next: 'WaitForMemberGone',
      },
      ...reportStates(),
      // EventBridge delivers once or more. Whoever comes second leaves the first one's member alone, and is no sound rehearsal.
      Twice: { Type: 'Fail', Error: 'ToldTwice', Cause: 'The same restore was told twice, and is looked at already' },
    },
  };
}

function memberStates(props: DatabaseWalkProps, member: object): States {
  return {
    MakeMember: {
      Type: 'Task',
      Resource: sdk('rds:createDBInstance'),
      Arguments: {
        ...member, DbClusterIdentifier: '{% $cluster %}', DbInstanceClass: props.instanceClass, Engine: '{% $engine %}', PubliclyAccessible: false,
        Tags: [{ Key: RESTORED, Value: 'member' }],
      },
      Catch: [{ ErrorEquals: ['Rds.DbInstanceAlreadyExistsException'], Next: 'Twice' }, ...badly('The restored cluster got no member', 'TakeMemberAway')],
      Next: 'WaitForMember',
    },
    WaitForMember: { Type: 'Wait', Seconds: WAIT_SECONDS, Next: 'LookAtMember' },
    LookAtMember: {
      Type: 'Task',
      Resource: sdk('rds:describeDBInstances'),
      Arguments: member,
      Retry: retry(['States.ALL'], 10, 4),
      Catch: badly('The member was lost', 'TakeMemberAway'),
      Output: '{% $states.result.DbInstances[0].DbInstanceStatus %}',
      Next: 'MemberReady',
    },
    MemberReady: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input = 'available' %}", Next: 'Validate' },
        { Condition: "{% $contains($states.input, /failed|incompatible|inaccessible|storage-full/) %}", Assign: { sound: false, message: "{% 'The member is ' & $states.input %}" }, Next: 'TakeMemberAway' },
      ],
      Default: 'WaitForMember',
    },
  };
}

/** Looks at a restored bucket. */
export function objectsDefinition({ atLeast, sample, known, ...props }: ObjectsWalkProps): object {
  return {
    Comment: 'Counts and reads objects of a restored bucket, and reports to AWS Backup',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: 60 * 60,
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Assign: { job: '{% $states.input.detail.restoreJobId %}', bucket: "{% $split($states.input.detail.createdResourceArn, ':')[5] %}" },
        Next: 'Validate',
      },
      Validate: {
        ...invoke(props, { objects: { bucket: '{% $bucket %}', atLeast, sample, known } }),
        Retry: retry(['States.ALL'], 30, 3),
        Catch: badly('It could not be looked at', 'Report'),
        Next: 'Report',
      },
      ...reportStates(),
    },
  };
}

function invoke({ functionArn }: WalkProps, payload: object): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn, Payload: payload },
    Assign: { sound: '{% $states.result.Payload.sound = true %}', message: '{% $states.result.Payload.message %}' },
  };
}

/** A verdict stands once it is given, so it is given last; and a bad one fails the execution, which somebody hears. */
function reportStates(): States {
  return {
    Report: {
      Type: 'Task',
      Resource: sdk('backup:putRestoreValidationResult'),
      Arguments: { RestoreJobId: '{% $job %}', ValidationStatus: "{% $sound ? 'SUCCESSFUL' : 'FAILED' %}", ValidationStatusMessage: '{% $message %}' },
      Retry: retry(['Backup.ServiceUnavailableException', 'Backup.SdkClientException'], 10, 5),
      Next: 'Verdict',
    },
    Verdict: { Type: 'Choice', Choices: [{ Condition: '{% $sound %}', Next: 'Sound' }], Default: 'Unsound' },
    Sound: { Type: 'Succeed' },
    Unsound: { Type: 'Fail', Error: 'RestoreUnsound', Cause: '{% $message %}' },
  };
}
