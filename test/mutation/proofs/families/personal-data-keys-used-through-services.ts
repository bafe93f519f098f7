import { PersonalDataKeysUsedThroughServices } from '../../../../lib/checks/proofs/properties/personal-data-keys-used-through-services';
import type { Resource, TemplateSet } from '../../../../lib/checks/template';
import { statementsOf } from '../access';
import type { Break, Family, ProofMutant } from '../mutants';

interface Written { Effect: string; Action: string | string[]; Condition?: Record<string, Record<string, unknown>>; Principal: unknown }

/** The keys of data stores, by what databases and buckets of personal data name. */
function keys(set: TemplateSet, make: (key: Resource) => Partial<ProofMutant> | undefined): ProofMutant[] {
  const found = new Map(set.ofType('AWS::RDS::DBCluster').flatMap((store) => store.at('KmsKeyId').target ?? []).map((key) => [`${key.view.template.source.name} ${key.logicalId}`, key]));
  return [...found].flatMap(([site, key]) => {
    const made = make(key);
    return made ? [{ site, about: key, names: [key], edit: () => undefined, ...made }] : [];
  });
}

function added(name: string, statement: (account: string) => object): Break {
  return { name, mutants: (set) => keys(set, (key) => ({ edit: (drafts) => {
    drafts.properties(key).KeyPolicy.Statement.push({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: `arn:aws:iam::${key.account}:root` }, ...statement(key.account!) });
  } })) };
}

const isThrough = ({ Effect: effect, Condition: condition, Action: action }: Written) => effect === 'Allow' && JSON.stringify(action).includes('kms:Decrypt') && condition?.StringEquals?.['kms:ViaService'] !== undefined;

/** The statements that let the key be used through services are changed. */
function changed(name: string, change: (statement: Written) => void): Break {
  return { name, mutants: (set) => keys(set, (key) => ((statementsOf(key, 'KeyPolicy') as Written[]).some(isThrough) ? { edit: (drafts) => {
    (drafts.properties(key).KeyPolicy.Statement as Written[]).filter(isThrough).forEach(change);
  } } : undefined)) };
}

export const FAMILY: Family = {
  property: PersonalDataKeysUsedThroughServices,
  breaks: [
    changed('whatever they come through', (each) => { delete each.Condition!.StringEquals['kms:ViaService']; }),
    changed('through a service, if they say so', (each) => { each.Condition!.StringEqualsIfExists = { 'kms:ViaService': each.Condition!.StringEquals['kms:ViaService'] }; delete each.Condition!.StringEquals['kms:ViaService']; }),
    changed('through all but one service', (each) => { each.Condition!.StringNotEquals = { 'kms:ViaService': 'ec2.eu-central-1.amazonaws.com' }; delete each.Condition!.StringEquals['kms:ViaService']; }),
    changed('all of the values that are not there', (each) => { each.Condition!['ForAllValues:StringEquals'] = { 'kms:ViaService': each.Condition!.StringEquals['kms:ViaService'] }; delete each.Condition!.StringEquals['kms:ViaService']; }),
    added('a role of a name', (account) => ({ Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Reader` } } })),
    added('the account', () => ({ Action: 'kms:*' })),
    added('a role, directly', (account) => ({ Principal: { AWS: `arn:aws:iam::${account}:role/Reader` }, Action: ['kms:GenerateDataKey', 'kms:DescribeKey'] })),
    added('the account with MFA', () => ({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
    added('with an encryption context', () => ({ Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::*' } } })),
    added('with any customer in the encryption context', () => ({ Condition: { Null: { 'kms:EncryptionContext:customer': 'false' } } })),
    added('with one customer in the encryption context', () => ({ Condition: { StringEquals: { 'kms:EncryptionContext:customer': 'umbrella' } } })),
    added('with the customer of the tag, if there is a context', () => ({ Condition: { StringEqualsIfExists: { 'kms:EncryptionContext:customer': '${aws:PrincipalTag/customer}' } } })),
    added('with customers whose names begin like that of the tag', () => ({ Condition: { StringLike: { 'kms:EncryptionContext:customer': '${aws:PrincipalTag/customer}*' } } })),
    added('with the customer of the tag or of nobody', () => ({ Condition: { StringEquals: { 'kms:EncryptionContext:customer': '${aws:PrincipalTag/customer, \'nobody\'}' } } })),
    added('all that is not said', () => ({ Action: undefined, NotAction: ['kms:Encrypt'] })),
  ],
};
