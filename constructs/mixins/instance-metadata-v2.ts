import { Mixin } from 'aws-cdk-lib/core';
import { CfnInstance, CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/**
 * Servers whose metadata takes a session token (IMDSv2), one network hop away at most, so that neither a forged request
 * nor a container reads the server's credentials.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
export class InstanceMetadataV2 extends Mixin {
  /** Supports `AWS::EC2::Instance` and `AWS::EC2::LaunchTemplate`. */
  public override supports(construct: IConstruct): boolean {
    return CfnInstance.isCfnInstance(construct) || CfnLaunchTemplate.isCfnLaunchTemplate(construct);
  }

  public override applyTo(construct: IConstruct): void {
    if (CfnInstance.isCfnInstance(construct)) {
      construct.metadataOptions = { httpTokens: 'required', httpEndpoint: 'enabled', httpPutResponseHopLimit: 1 };
      return;
    }
    const template = construct as CfnLaunchTemplate;
    template.addPropertyOverride('LaunchTemplateData.MetadataOptions', { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 });
  }
}
