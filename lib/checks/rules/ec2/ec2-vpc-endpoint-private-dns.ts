import { demand, NOT_APPLICABLE, type Rule } from '../../rule';

export const Ec2VpcEndpointPrivateDns: Rule = {
  id: 'Ec2VpcEndpointPrivateDns',
  title: 'The usual name of an AWS service leads to its VPC endpoint.',
  why: 'Without it software resolves the public address, and goes out past the endpoint and its policy.',
  mend: 'Set PrivateDnsEnabled to true on interface endpoints of AWS services.',
  controls: ['NET8'],
  references: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  types: ['AWS::EC2::VPCEndpoint'],
  check: (endpoint) => (endpoint.at('VpcEndpointType').text !== 'Interface' || !/^com\.amazonaws\.(?!vpce\.)|^aws\./.test(endpoint.at('ServiceName').text ?? '') ? NOT_APPLICABLE
    : demand(endpoint.at('PrivateDnsEnabled'), (value) => value.isTrue, 'the service\'s usual name leads to its public address')),
};
