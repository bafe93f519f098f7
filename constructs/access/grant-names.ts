import { Aws } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What people do with a grant, each by a runbook of its own. */
export enum GrantDoor {
  /** Asking for a grant. */
  REQUEST = 'request',
  /** Approving somebody else's. */
  APPROVE = 'approve',
  /** Closing one before its end, or taking a request back. */
  CLOSE = 'close',
}

/**
 * Names that grants and people agree on, the same in every environment, so that policies of people need no output of the stack with
 * the grants; and what people need to be allowed in order to use them.
 *
 * No statement says anything about multi-factor authentication or the place a call comes from: who puts the statements into a
 * person's policy adds both (controls ACC3, ACC9).
 */
export class GrantNames {
  /** Name of the access to the master key, which takes several approvals (control KEY3). */
  public static readonly MASTER_KEY = 'master-key';
  /** Tag of a grant's role that says which customer's system it reaches. Policies compare with it: `aws:PrincipalTag/customer`. */
  public static readonly CUSTOMER_TAG = 'customer';
  /** Tag of a grant's role that says which grant it is. */
  public static readonly GRANT_TAG = 'grant';
  /** What stands in a policy for the customer of the session. */
  public static readonly CUSTOMER = '${aws:PrincipalTag/customer}';

  /** Name of the Systems Manager runbook, e.g. `support-grant-request`. */
  public static document(access: string, door: GrantDoor): string {
    return `${access}-grant-${door}`;
  }

  /** Name of the role that the runbooks of an access run as. */
  public static doorRole(access: string): string {
    return `${access}-grant-door`;
  }

  /** IAM path of the roles of an access' grants. Each role lives as long as its grant. */
  public static rolePath(access: string): string {
    return `/grants/${access}/`;
  }

  /** Pattern of the ARNs of the roles of an access' grants, as `aws:PrincipalArn` shows them, for key policies. */
  public static roleArns(access: string, account: string): string {
    return `arn:${Aws.PARTITION}:iam::${account}:role${GrantNames.rolePath(access)}*`;
  }

  /** What lets a person ask for grants, follow what becomes of them, enter them, and close them. */
  public static requestStatements(access: string): PolicyStatement[] {
    return [
      ...GrantNames.start(access, [GrantDoor.REQUEST, GrantDoor.CLOSE]),
      new PolicyStatement({ sid: `Enter${pascal(access)}Grants`, actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'], resources: [GrantNames.roleArns(access, Aws.ACCOUNT_ID)] }),
    ];
  }

  /** What lets a person approve and close grants. */
  public static approveStatements(access: string): PolicyStatement[] {
    return GrantNames.start(access, [GrantDoor.APPROVE, GrantDoor.CLOSE]);
  }

  private static start(access: string, doors: GrantDoor[]): PolicyStatement[] {
    const ssm = (resource: string): string => `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
    return [
      new PolicyStatement({ sid: `Use${pascal(access)}Runbooks${doors.map(pascal).join('')}`, actions: ['ssm:StartAutomationExecution'], resources: doors.map((door) => ssm(`automation-definition/${GrantNames.document(access, door)}:*`)) }),
      new PolicyStatement({ sid: 'FollowGrantRunbooks', actions: ['ssm:GetAutomationExecution'], resources: [ssm('automation-execution/*')] }),
      new PolicyStatement({
        sid: `Run${pascal(access)}RunbooksAsTheDoor`,
        actions: ['iam:PassRole'],
        resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${GrantNames.doorRole(access)}`],
        conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    ];
  }

  private constructor() {}
}

/** A name in parts as an id of a statement: `master-key` as `MasterKey`. Statements of several accesses stand in one policy. */
function pascal(name: string): string {
  return name.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}
