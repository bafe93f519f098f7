import { deniesPlaintext, needs, type Rule } from '../../rule';

export const SnsTopicTlsOnly: Rule = {
  id: 'SnsTopicTlsOnly',
  title: 'A topic refuses messages without TLS.',
  why: 'SNS takes plain HTTP too: what is published would cross the network readable.',
  mend: 'Add a topic policy that denies sns:Publish to everybody when aws:SecureTransport is false.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html'],
  types: ['AWS::SNS::Topic'],
  check: (topic) => needs(topic, 'AWS::SNS::TopicPolicy', ['Topics'], 'no topic policy denies messages without TLS', (policy) => {
    const id = topic.logicalId;
    return deniesPlaintext(policy.at('PolicyDocument'), 'sns:Publish',
      [[`\${${id}}`, `\${${id}.TopicArn}`, `arn:aws:sns:${topic.region}:${topic.account}:${topic.at('TopicName').text}`]]);
  }),
};
