import type { Duration } from 'aws-cdk-lib/core';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { OrganizationAccessAnalyzers } from '../../constructs/governance';
import { EstateStack, type PlacementProps } from './estate-stack';

/** Properties of `AnalyzersStack`. */
export interface AnalyzersStackProps extends PlacementProps {
  /** Topic that findings are sent to. */
  readonly onCall: sns.ITopic;
  /**
   * Time after which access that nobody uses is reported.
   *
   * @default - it is not looked for from this region
   */
  readonly unusedAfter?: Duration;
}

/** What is found of the organisation's access, from one region. */
export class AnalyzersStack extends EstateStack {
  constructor(scope: Construct, id: string, props: AnalyzersStackProps) {
    super(scope, id, props, `Access analyzers of ${props.region}`);
    new OrganizationAccessAnalyzers(this, 'Analyzers', { onCall: props.onCall, unusedAfter: props.unusedAfter });
  }
}
