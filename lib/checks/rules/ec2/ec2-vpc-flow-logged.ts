import { all, demand, needs, violation, compliant, type Rule } from '../../rule';

export const Ec2VpcFlowLogged: Rule = {
  id: 'Ec2VpcFlowLogged',
  title: 'All traffic of a VPC is logged, accepted and rejected.',
  why: 'Without flow logs nobody can tell what an intruder reached, and threat detection of one\'s own has nothing to look at.',
  mend: 'Add an AWS::EC2::FlowLog for the VPC with TrafficType ALL and a log group or bucket to go to.',
  controls: ['NET11', 'LOG3'],
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html'],
  types: ['AWS::EC2::VPC'],
  check: (vpc) => needs(vpc, 'AWS::EC2::FlowLog', ['ResourceId'], 'no flow log covers the VPC', (log) => all([
    demand(log.at('TrafficType'), (traffic) => traffic.text?.toUpperCase() === 'ALL', 'the flow log does not record all traffic'),
    log.at('LogDestination').present || log.at('LogGroupName').present ? compliant(log.at('LogDestinationType')) : violation('the flow log goes nowhere', log.at('LogDestination')),
  ])),
};
