import { Aws } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Names that the runbooks of a recovery, and the policies of those who start them, agree on. */
export class RunbookNames {
  /** Runbook that moves an environment to its recovery region. */
  public static readonly FAIL_OVER = 'FailOver';
  /** Runbook that moves it back. */
  public static readonly FAIL_BACK = 'FailBack';
  /** Both of them, in a pattern: policies of people are short of room. */
  public static readonly MOVES = 'Fail*';
  /** Runbook that gets back what belongs to one customer, beside what is there. */
  public static readonly RESTORE_CUSTOMER = 'RestoreCustomer';
  /** Runbook that makes an environment's stores anew out of backups in its own vault. */
  public static readonly RESTORE_STORES = 'RestoreStores';
  /** Both of them, in a pattern. */
  public static readonly RESTORES = 'Restore*';
  /** Runbook that sends an environment's backups back out of the backup account. One for each environment: its name follows a hyphen. */
  public static readonly RETURN_BACKUPS = 'ReturnBackups';

  /** Name of the role that a runbook runs as, e.g. `fail-over-runbook`. */
  public static roleOf(runbook: string): string {
    return `${runbook.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}-runbook`;
  }

  /**
   * What lets a person start runbooks, follow them and stop them, in their own account.
   *
   * @param sid      begins the statements' ids
   * @param runbooks names of runbooks, `*` allowed
   *
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
   */
  public static startStatements(sid: string, runbooks: string[]): PolicyStatement[] {
    const ssm = (resource: string): string => `arn:${Aws.PARTITION}:ssm:*:${Aws.ACCOUNT_ID}:${resource}`;
    return [
      new PolicyStatement({ sid: `${sid}Start`, actions: ['ssm:StartAutomationExecution'], resources: runbooks.map((name) => ssm(`automation-definition/${name}:*`)) }),
      new PolicyStatement({ sid: 'FollowRuns', actions: ['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution'], resources: [ssm('automation-execution/*')] }),
      new PolicyStatement({
        sid: `${sid}Pass`,
        actions: ['iam:PassRole'],
        resources: runbooks.map((name) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${RunbookNames.roleOf(name)}`),
        conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    ];
  }

  private constructor() {}
}
