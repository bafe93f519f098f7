import { OnlyCopiesEnterBackupAccount } from '../../../../lib/checks/proofs/properties/only-copies-enter-backup-account';
import type { TemplateSet } from '../../../../lib/checks/template';
import { granted, holdersIn, ownerOf, type Holder } from '../access';
import type { Break, Family } from '../mutants';
import { each } from '../people';

const PRODUCTION = '200000000004';
/** What has a policy in the backup account, vaults aside: AWS Backup takes nothing but copies there, whatever their policies say. */
const kept = (set: TemplateSet): Holder[] => holdersIn(set).filter(({ resource, service }) => ownerOf(resource) === 'backup' && service !== 'backup');
const vaults = (set: TemplateSet): Holder[] => holdersIn(set).filter(({ resource, service }) => ownerOf(resource) === 'backup' && service === 'backup');
const let_ = (name: string, who: object): Break => each(name, kept, (holder) => ({ about: holder.resource, names: [holder.resource, / may /], edit: granted(holder, who) }));
const copied = (name: string, who: object): Break => each(name, vaults, (holder) => ({ about: holder.resource, names: [holder.resource, /may backup:CopyIntoBackupVault/], edit: granted(holder, { Action: 'backup:CopyIntoBackupVault', ...who }) }));

export const FAMILY: Family = {
  property: OnlyCopiesEnterBackupAccount,
  breaks: [
    let_('production', { Principal: { AWS: `arn:aws:iam::${PRODUCTION}:root` } }),
    let_('production by its number', { Principal: { AWS: [PRODUCTION] } }),
    let_('a role of production', { Principal: { AWS: `arn:aws:iam::${PRODUCTION}:role/Portal` } }),
    let_('the organisation', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
    let_('roles of a name', { Principal: { AWS: '*' }, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Portal' } } }),
    let_('everybody but the security account', { Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': '100000000002' } } }),
    let_('whoever has a second factor', { Principal: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    let_('development', { Principal: { AWS: '200000000001' } }),
    copied('copies of another environment', { Principal: { AWS: ['200000000001', '200000000002'] } }),
    copied('copies of the whole organisation', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
  ],
};
