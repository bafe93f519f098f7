const DAY = 24 * 60 * 60 * 1000;
const RETRY = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 3, JitterStrategy: 'FULL' }];

const sdk = (call: string): string => `arn:aws:states:::aws-sdk:${call}`;

/**
 * Walks every IAM user of the account, page by page, and sets their active access keys that are older than `days` to inactive.
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function staleKeyDefinition(days: number, topicArn: string): object {
  return {
    Comment: `Disables access keys older than ${days} days`,
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { marker: '' }, Next: 'ListUsers' },
      ListUsers: {
        Type: 'Task',
        Resource: sdk('iam:listUsers'),
        Arguments: "{% $marker = '' ? {} : {'Marker': $marker} %}",
        Retry: RETRY,
        Assign: { marker: "{% $states.result.IsTruncated ? $states.result.Marker : '' %}" },
        Output: "{% {'users': [$states.result.Users.UserName]} %}",
        Next: 'EachUser',
      },
      EachUser: {
        Type: 'Map',
        Items: '{% $states.input.users %}',
        MaxConcurrency: 5,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'ListKeys', States: userStates(days, topicArn) },
        Output: {},
        Next: 'MorePages',
      },
      MorePages: { Type: 'Choice', Choices: [{ Condition: "{% $marker != '' %}", Next: 'ListUsers' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    },
  };
}

/** What is done for one user, whose name is the input. A user has two keys at most, so their list has one page. */
function userStates(days: number, topicArn: string): object {
  return {
    ListKeys: {
      Type: 'Task',
      Resource: sdk('iam:listAccessKeys'),
      Arguments: { UserName: '{% $states.input %}' },
      Retry: RETRY,
      Output: `{% {'keys': [$states.result.AccessKeyMetadata[Status = 'Active' and $toMillis(CreateDate) < $millis() - ${days * DAY}]]} %}`,
      Next: 'EachKey',
    },
    EachKey: {
      Type: 'Map',
      Items: '{% $states.input.keys %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'DisableKey',
        States: {
          DisableKey: {
            Type: 'Task',
            Resource: sdk('iam:updateAccessKey'),
            Arguments: { UserName: '{% $states.input.UserName %}', AccessKeyId: '{% $states.input.AccessKeyId %}', Status: 'Inactive' },
            Retry: RETRY,
            Output: '{% $states.input %}',
            Next: 'Tell',
          },
          Tell: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sns:publish',
            Arguments: {
              TopicArn: topicArn,
              Subject: 'Access key disabled',
              Message: `{% 'Access key ' & $states.input.AccessKeyId & ' of ' & $states.input.UserName & ' was made on ' & $states.input.CreateDate & ': older than ${days} days, so it is disabled.' %}`,
            },
            Retry: RETRY,
            End: true,
          },
        },
      },
      Output: {},
      End: true,
    },
  };
}
