import { all, any, approvalsOf, covers, definitionOf, demand, isGrantPolicy, NOT_APPLICABLE, notShown, type Resource, type Rule, type Statement, statements, type Verdict, violation } from '../../rule';

export const IamMasterKeyGrantApproved: Rule = {
  id: 'IamMasterKeyGrantApproved',
  title: 'A grant that opens data with a key takes the approval of two or more.',
  why: 'The key opens everything that it encrypts: one person who asks and one who nods are soon the same.',
  mend: 'Let the state machine that opens the grant count its approvers, and go on with two or more.',
  controls: ['KEY3'],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/best-practices.html', 'https://docs.aws.amazon.com/mpa/latest/userguide/what-is.html'],
  types: ['AWS::IAM::ManagedPolicy'],
  where: 'production',
  check: (policy) => {
    if (!isGrantPolicy(policy) || !statements(policy.at('PolicyDocument')).some(opensWithKey)) {
      return NOT_APPLICABLE;
    }
    const machines = policy.set.ofType('AWS::StepFunctions::StateMachine').filter((machine) => definitionOf(machine).targets.some((target) => target.is(policy)) && approvalsOf(machine) !== undefined);
    return machines.length === 0 ? notShown(policy.at('Path'), 'a state machine that opens grants') : any(machines.map(byTwo));
  },
};

/** Whether data is decrypted with a key as such, not only through the service that keeps the data. */
function opensWithKey({ effect, actions, conditions }: Statement): boolean {
  return effect !== 'Deny' && actions.some((pattern) => covers(pattern, 'kms:Decrypt'))
    && !conditions.some(({ key }) => key === 'kms:viaservice' || key.startsWith('aws:resourcetag/'));
}

function byTwo(machine: Resource): Verdict {
  return all([(approvalsOf(machine) ?? 0) >= 2 ? demand(definitionOf(machine), () => true, '') : violation('one approval is enough', definitionOf(machine))]);
}
