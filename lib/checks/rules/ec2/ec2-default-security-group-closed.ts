import { mentions, violation, compliant, type Resource, type Rule } from '../../rule';

export const Ec2DefaultSecurityGroupClosed: Rule = {
  id: 'Ec2DefaultSecurityGroupClosed',
  title: 'The default security group of a VPC admits nothing.',
  why: 'Whatever is started without a group of its own gets the default one, which lets its members reach each other and everything outside.',
  mend: 'Take the rules out of the default group when the VPC is made (restrictDefaultSecurityGroup in the CDK), and add none.',
  controls: ['NET11'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2'],
  types: ['AWS::EC2::VPC'],
  check: (vpc) => {
    const added = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'].flatMap((type) => vpc.set.ofType(type)).find((rule) => isDefaultOf(vpc, rule, 'GroupId'));
    if (added) {
      return violation(`${added.logicalId} adds a rule to the default group`, added.at('GroupId'));
    }
    const closer = vpc.set.ofType('Custom::VpcRestrictDefaultSG').find((resource) => isDefaultOf(vpc, resource, 'DefaultSecurityGroupId'));
    return closer ? compliant(closer.at('DefaultSecurityGroupId')) : violation('nothing takes the rules out of the default security group');
  },
};

function isDefaultOf(vpc: Resource, resource: Resource, property: string): boolean {
  const group = resource.at(property);
  return mentions(group, vpc) && group.attribute === 'DefaultSecurityGroup';
}
