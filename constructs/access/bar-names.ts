import { Aws } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Names that the runbooks which bar a person, and the accounts they reach into, agree on. */
export class BarNames {
  /** Name of the runbook that bars. */
  public static readonly BAR_DOCUMENT = 'BarPerson';
  /** Name of the runbook that lifts a bar. */
  public static readonly UNBAR_DOCUMENT = 'UnbarPerson';
  /** Name of the role that the runbooks run as, in the management account. */
  public static readonly RUNBOOK_ROLE = 'bar-person-runbook';
  /** Name of the role that the runbooks assume in every other account. */
  public static readonly ACCOUNT_ROLE = 'bar-person';
  /** Name of the service control policy, and of the policy of the management account, that hold who is barred. The runbooks write both. */
  public static readonly POLICY = 'Barred';

  /** What lets a person bar others, and lift a bar: the two runbooks, and following them. For the management account. */
  public static startStatements(): PolicyStatement[] {
    const ssm = (resource: string): string => `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
    return [
      new PolicyStatement({
        sid: 'BarPeople',
        actions: ['ssm:StartAutomationExecution'],
        resources: [BarNames.BAR_DOCUMENT, BarNames.UNBAR_DOCUMENT].map((name) => ssm(`automation-definition/${name}:*`)),
      }),
      new PolicyStatement({ sid: 'FollowBarring', actions: ['ssm:GetAutomationExecution'], resources: [ssm('automation-execution/*')] }),
      new PolicyStatement({
        sid: 'BarAsTheRunbook',
        actions: ['iam:PassRole'],
        resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${BarNames.RUNBOOK_ROLE}`],
        conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    ];
  }

  private constructor() {}
}
