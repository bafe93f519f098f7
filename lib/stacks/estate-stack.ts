import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AgreedNames } from '../../constructs/shared/names';
import { ENVIRONMENT_TAG } from '../../constructs/shared/tags';

/** Where in the estate a stack stands. */
export interface PlacementProps {
  /** Short name of the organisation. */
  readonly organization: string;
  /** Environment or shared account that the stack belongs to, e.g. `production`, `security`. */
  readonly owner: string;
  /** Account id. */
  readonly account: string;
  /** Region. */
  readonly region: string;
  /** Whether the stack refuses to be deleted until that is switched off (control REL4). */
  readonly terminationProtection: boolean;
}

/** A stack of an estate: placed in a named account and region, and tagged with whom it belongs to. */
export class EstateStack extends Stack {
  /**
   * @param description         what the stack is for, shown in the CloudFormation console
   * @param refersToOtherRegion whether it reads outputs of stacks in another region of the same account
   */
  constructor(scope: Construct, id: string, placement: PlacementProps, description: string, refersToOtherRegion = false) {
    super(scope, id, {
      env: { account: placement.account, region: placement.region },
      terminationProtection: placement.terminationProtection,
      description,
      crossRegionReferences: refersToOtherRegion,
      tags: { [ENVIRONMENT_TAG]: placement.owner },
    });
  }
}

/** Alias of a stack's key, as people look for it in the console, e.g. `alias/acme/production/data`. */
export function keyAlias({ organization, owner }: PlacementProps, purpose: string): string {
  return AgreedNames.keyAlias({ organization, owner, purpose });
}
