import { all, any, compliant, covers, demand, insideEea, NOT_APPLICABLE, open, operatorOf, type Resource, type Condition, type Rule, type Statement, statements, type Verdict, violation } from '../../rule';

/** Actions that create or take in data: none may be left out of the denial. */
const MUST_BE_DENIED = ['s3:PutObject', 's3:CreateBucket', 'rds:CreateDBInstance', 'dynamodb:CreateTable', 'ec2:RunInstances', 'backup:CopyFromBackupVault', 'lambda:CreateFunction', 'logs:PutLogEvents'];

export const OrganizationsRegionPolicyDeniesOthers: Rule = {
  id: 'OrganizationsRegionPolicyDeniesOthers',
  title: 'A service control policy denies every region outside the European Economic Area.',
  why: 'What the estate does not deploy elsewhere, somebody may create there by hand.',
  mend: 'Deny all but global services when aws:RequestedRegion is none of the EEA regions, and attach the policy.',
  controls: ['RES1'],
  references: ['https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html'],
  types: ['AWS::Organizations::Policy'],
  check: (policy) => {
    if (!isServiceControl(policy)) {
      return NOT_APPLICABLE;
    }
    const denials = regionDenials(policy);
    if (denials.length > 0) {
      const targets = policy.at('TargetIds');
      return all([
        any(denials.map(deniesOthers)),
        targets.isList && targets.items.length > 0 ? compliant(targets) : demand(targets, () => false, 'the policy is attached to nothing'),
      ]);
    }
    const elsewhere = policy.set.ofType('AWS::Organizations::Policy').some((other) => isServiceControl(other) && regionDenials(other).length > 0);
    const content = policy.at('Content');
    return elsewhere ? NOT_APPLICABLE : content.open !== undefined ? open(content) : violation('no service control policy is about regions', content);
  },
};

function isServiceControl(policy: Resource): boolean {
  return policy.at('Type').text === 'SERVICE_CONTROL_POLICY';
}

function regionDenials(policy: Resource): Statement[] {
  return statements(policy.at('Content')).filter((statement) => statement.effect === 'Deny'
    && statement.conditions.some((condition) => condition.key === 'aws:requestedregion'));
}

function deniesOthers(statement: Statement): Verdict {
  const condition = statement.value.at('Condition');
  const about = statement.conditions.filter((candidate) => candidate.key === 'aws:requestedregion');
  const regions = about.flatMap((candidate) => candidate.values);
  if (about.some((candidate) => !/^stringnot(equals|equalsignorecase|like)$/.test(operatorOf(candidate)))) {
    return violation('the policy denies regions instead of all others', condition);
  }
  const exempt = statement.conditions.find((candidate) => candidate.key !== 'aws:requestedregion' && !sparesNamedRoles(candidate));
  if (exempt) {
    return violation(`the denial holds only where a condition on ${exempt.key} does`, condition);
  }
  const left = MUST_BE_DENIED.filter((action) => (statement.notActions.length > 0
    ? statement.notActions.some((pattern) => covers(pattern, action)) : !statement.actions.some((pattern) => covers(pattern, action))));
  return left.length > 0 ? violation(`${left.join(', ')} is allowed everywhere`, statement.value)
    : statement.resources.some((resource) => resource.text === '*') ? all(regions.map(insideEea)) : violation('the denial is not about all resources', statement.value);
}

/** Whether a condition spares some roles by their names, such as the one that AWS Control Tower works with. */
function sparesNamedRoles(condition: Condition): boolean {
  return condition.key === 'aws:principalarn' && /^(arn|string)not(like|equals)$/.test(operatorOf(condition))
    && condition.values.every((value) => /:role\/[^*?]+/.test(value.text ?? ''));
}
