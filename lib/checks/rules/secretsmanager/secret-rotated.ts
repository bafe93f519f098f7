import { any, companions, compliant, demand, needs, open, type Resource, type Rule, unknown, type Verdict, violation } from '../../rule';

export const SecretRotated: Rule = {
  id: 'SecretRotated',
  title: 'A secret rotates within 30 days.',
  why: 'A secret that never changes is known to everybody who ever knew it.',
  mend: 'Add an AWS::SecretsManager::RotationSchedule with AutomaticallyAfterDays of 30 or less.',
  controls: ['SEC2'],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html'],
  types: ['AWS::SecretsManager::Secret'],
  check: (secret) => {
    // A schedule names the secret itself, or the attachment of the secret to its database.
    const attachments = companions(secret, 'AWS::SecretsManager::SecretTargetAttachment', 'SecretId');
    const attached = attachments.flatMap((attachment) => companions(attachment, 'AWS::SecretsManager::RotationSchedule', 'SecretId'));
    return attached.length > 0 ? any(attached.map(rotatesInTime))
      : needs(secret, 'AWS::SecretsManager::RotationSchedule', ['SecretId'], 'the secret never rotates', rotatesInTime);
  },
};

function rotatesInTime(schedule: Resource): Verdict {
  const [days, expression] = [schedule.at('RotationRules', 'AutomaticallyAfterDays'), schedule.at('RotationRules', 'ScheduleExpression')];
  if (expression.absent) {
    return demand(days, (value) => (value.number ?? Infinity) <= 30, 'the secret rotates after more than 30 days');
  }
  const rate = /^rate\((\d+) (hour|day)s?\)$/.exec(expression.text ?? '');
  // A day of every week comes round in time; a day of a month may take 31.
  const weekly = /^cron\(\S+ \S+ (\?|\*) \* (\S+) \*\)$/.test(expression.text ?? '') && !/[#L] \*\)$/.test(expression.text ?? '');
  return expression.open !== undefined ? open(expression)
    : weekly || (rate && Number(rate[1]) <= (rate[2] === 'day' ? 30 : 720)) ? compliant(expression)
      : rate ? violation('the secret rotates after more than 30 days', expression) : unknown(`how often ${expression.text} comes round is not known`, expression);
}
