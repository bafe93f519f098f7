import { all, compliant, covers, NOT_APPLICABLE, open, peoplesDocuments, PEOPLE_POLICY_TYPES, type Resource, type Rule, type Statement, statements, type Verdict, violation, like } from '../../rule';

const PREFERENCES = 'SSM-SessionManagerRunShell';
const CHANGING = ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion', 'ssm:DeleteDocument'];

export const IamPeopleSessionsRecorded: Rule = {
  id: 'IamPeopleSessionsRecorded',
  title: 'People can neither switch off the record of their sessions, nor choose a session without one.',
  why: 'Who can change the preferences of Session Manager, or start a session by any document, works unseen.',
  mend: 'Allow ssm:StartSession for servers and for documents by name, not for *; and no change of the document SSM-SessionManagerRunShell.',
  controls: ['LOG4'],
  references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-quickstart.html', 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html'],
  types: PEOPLE_POLICY_TYPES,
  check: (policy) => {
    const documents = peoplesDocuments(policy);
    return documents ? all(documents.flatMap(statements).map((statement) => judged(statement, policy))) : NOT_APPLICABLE;
  },
};

function judged(statement: Statement, policy: Resource): Verdict {
  const { value, effect } = statement;
  if (effect === 'Deny') {
    return compliant(value.at('Effect'));
  }
  const place = `arn:aws:ssm:${policy.region ?? 'eu-central-1'}`;
  const preferences = `${place}:${policy.account ?? '${AWS::AccountId}'}:document/${PREFERENCES}`;
  const changes = CHANGING.find((action) => allows(statement, action));
  if (changes && reaches(statement, preferences)) {
    return violation(`people may change the preferences of sessions (${changes})`, value);
  }
  if (allows(statement, 'ssm:StartSession') && reaches(statement, `${place}::document/AWS-StartInteractiveCommand`)) {
    return violation('people may start a session by any document', value);
  }
  const undecided = ['Effect', 'Action', 'Resource'].map((key) => value.at(key)).find((part) => part.open !== undefined);
  return undecided && (changes || allows(statement, 'ssm:StartSession') || effect === undefined || undecided.path.endsWith('Action')) ? open(undecided) : compliant(value.at('Action'));
}

function allows({ actions, notActions }: Statement, action: string): boolean {
  return notActions.length > 0 ? !notActions.some((pattern) => covers(pattern, action)) : actions.some((pattern) => covers(pattern, action));
}

function reaches({ resources, notResources }: Statement, arn: string): boolean {
  const fits = (list: Statement['resources']) => list.some(({ text = '' }) => like(text.replaceAll('${AWS::Region}', '*').replaceAll('${AWS::AccountId}', '*'), arn));
  return notResources.length > 0 ? !fits(notResources) : fits(resources);
}
