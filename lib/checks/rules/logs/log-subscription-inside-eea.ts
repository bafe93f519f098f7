import { compliant, isInsideEea, open, regionOfArn, type Rule, violation } from '../../rule';

export const LogSubscriptionInsideEea: Rule = {
  id: 'LogSubscriptionInsideEea',
  title: 'A log group is sent on inside the European Economic Area only.',
  why: 'A copy elsewhere takes personal data out of the reach of European law.',
  mend: 'Send to a destination in an EEA region.',
  controls: ['RES2'],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html'],
  types: ['AWS::Logs::SubscriptionFilter'],
  check: (subscription) => {
    const destination = subscription.at('DestinationArn');
    const region = destination.target?.region ?? regionOfArn(destination);
    // A service in the same region may be referred to without the region being known.
    return destination.target && region === undefined ? compliant(destination)
      : region === undefined || region.includes('${') ? open(destination)
        : isInsideEea(region) ? compliant(destination) : violation(`events are sent to ${region}, outside the European Economic Area`, destination);
  },
};
