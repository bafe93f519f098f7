import type { Duration } from 'aws-cdk-lib/core';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';

/** What `OrganizationAccessAnalyzers` look for, and whom they tell. */
export interface OrganizationAccessAnalyzersProps {
  /** Topic that new findings are sent to. Its policy and its key admit `events.amazonaws.com`. */
  readonly onCall: ITopic;

  /**
   * Time after which a permission, role, password or key that nobody used is reported, 1 to 365 days. IAM is global: ask
   * for it in one region, since AWS charges for each role and user of the organisation, and analyzer.
   *
   * https://aws.amazon.com/iam/access-analyzer/pricing/
   *
   * @default unused access is not looked for in this region
   */
  readonly unusedAfter?: Duration;
}

/**
 * Finds, in the whole organisation, what somebody outside it may reach, and access that nobody uses; and tells those on
 * call of every new finding. No finding is archived by a rule: each is looked at.
 *
 * Stands in the account that is Access Analyzer's delegated administrator (the security account), or in the management
 * account. An analyzer looks at resources of its own region: one in each region that is used.
 *
 * Control ACC13.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html
 */
export class OrganizationAccessAnalyzers extends Construct {
  /** Finds access from outside the organisation. */
  public readonly outsideAccessAnalyzer: CfnAnalyzer;
  /** Finds access that nobody uses; undefined if it is not looked for here. */
  public readonly unusedAccessAnalyzer?: CfnAnalyzer;

  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: OrganizationAccessAnalyzersProps) {
    super(scope, id);
    const unusedDays = props.unusedAfter?.toDays();
    const problems = new Problems('OrganizationAccessAnalyzers');
    problems.require(unusedDays === undefined || (unusedDays >= 1 && unusedDays <= 365), 'unusedAfter', unusedDays, 'Write 1 to 365 days.');
    problems.throwIfAny();
    this.outsideAccessAnalyzer = new CfnAnalyzer(this, 'OutsideAccess', { type: 'ORGANIZATION' });
    if (unusedDays !== undefined) {
      this.unusedAccessAnalyzer = new CfnAnalyzer(this, 'UnusedAccess', {
        type: 'ORGANIZATION_UNUSED_ACCESS',
        analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: unusedDays } },
      });
    }
    this.tellFindings(props.onCall);
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html */
  private tellFindings(onCall: ITopic): void {
    const analyzers = [this.outsideAccessAnalyzer, this.unusedAccessAnalyzer].flatMap((analyzer) => (analyzer ? [analyzer.attrArn] : []));
    new CfnRule(this, 'Findings', {
      description: 'Access from outside, or that nobody uses, was found',
      eventPattern: {
        'source': ['aws.access-analyzer'],
        'detail-type': ['Access Analyzer Finding', 'Unused Access Finding for IAM entities'],
        'resources': analyzers,
        'detail': { status: ['ACTIVE'] },
      },
      targets: [{
        id: 'OnCall',
        arn: onCall.topicArn,
        inputTransformer: {
          inputPathsMap: { account: '$.detail.accountId', kind: '$.detail-type', resource: '$.detail.resource' },
          inputTemplate: '"<kind>: <resource> in account <account>. Mend it, or archive the finding with a reason."',
        },
      }],
    });
  }
}
