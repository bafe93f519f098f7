import { demand, type Rule } from '../../rule';

export const LogGroupRetained: Rule = {
  id: 'LogGroupRetained',
  title: 'A log group keeps its events for a set time.',
  why: 'Without a set time logs are kept for ever, and the personal data in them with them.',
  mend: 'Set RetentionInDays.',
  controls: ['DAT4'],
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention'],
  types: ['AWS::Logs::LogGroup'],
  check: (group) => demand(group.at('RetentionInDays'), (days) => (days.number ?? 0) > 0, 'events are kept for ever'),
};
