import { CfnRegistryScanningConfiguration } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';

/**
 * Has Amazon Inspector scan every image of this account's registry in this region: on push, and again whenever a new vulnerability
 * becomes known (control OPS3). It covers operating system and language packages.
 *
 * A registry has one scanning configuration: use this once per account and region.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
 */
export class RegistryScanning extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CfnRegistryScanningConfiguration(this, 'Resource', {
      scanType: 'ENHANCED',
      rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
    });
  }
}
