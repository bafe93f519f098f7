import { compliant, covers, like, open, type Principal, type Rule, type Statement, statements, violation } from '../../rule';

const ADMINISTER = ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DisableKey'];
const USE = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:Sign', 'kms:GenerateMac'];

export const KmsKeyAdministrationApart: Rule = {
  id: 'KmsKeyAdministrationApart',
  title: 'Who administers a key cannot use it.',
  why: 'Whoever holds both can read the data and remove the traces; the account root with kms:* hands both to every administrator.',
  mend: 'Give the account root administration only (no kms:*, no kms:Decrypt), and use to the roles that need it, in statements of their own.',
  controls: ['KEY1'],
  references: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/best-practices.html',
  ],
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  check: (key) => {
    const policy = key.at('KeyPolicy');
    if (policy.absent) {
      return violation('the default key policy gives the account root everything', policy);
    }
    const allowed = statements(policy).filter((statement) => statement.effect !== 'Deny');
    const undecided = allowed.find((statement) => statement.effect === undefined || statement.value.at('Action').open !== undefined || statement.principals.some((principal) => principal.value.open !== undefined));
    if (undecided) {
      return open(undecided.value);
    }
    const administrators = holdersOf(allowed.filter((statement) => ADMINISTER.some((action) => allows(statement, action))));
    const users = holdersOf(allowed.filter((statement) => USE.some((action) => allows(statement, action))));
    const both = administrators.filter((administrator) => users.some((user) => user === administrator || like(user, administrator) || like(administrator, user)));
    return both.length === 0 ? compliant(policy.at('Statement')) : violation(`${both.join(', ')} can both administer and use the key`, policy.at('Statement'));
  },
};

/** Whom the statements are for: their principals, or those among them that a condition on `aws:PrincipalArn` leaves. */
function holdersOf(allowed: readonly Statement[]): string[] {
  return [...new Set(allowed.flatMap((statement) => {
    const narrowed = statement.conditions.filter(({ key, operator }) => key === 'aws:principalarn' && /^(arn|string)(like|equals)(ignorecase)?$/i.test(operator));
    return narrowed.length > 0 ? narrowed.flatMap(({ values }) => values.map((value) => value.text ?? '*')) : statement.principals.map(nameOf);
  }))];
}

/** A principal by name; an account's number and its root are the same. */
function nameOf(principal: Principal): string {
  const text = principal.value.text ?? '';
  return `${principal.kind === 'AWS' || text === '*' ? '' : `${principal.kind} `}${text.replace(/^(\d{12}|\$\{AWS::AccountId\})$/, 'arn:aws:iam::$1:root')}`;
}

function allows(statement: Statement, action: string): boolean {
  return statement.notActions.length > 0 ? !statement.notActions.some((pattern) => covers(pattern, action)) : statement.actions.some((pattern) => covers(pattern, action));
}
