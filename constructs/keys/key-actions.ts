/**
 * What an administrator of a key may do. No cryptographic operation, and no `kms:CreateGrant`: a grant hands out the
 * use of the key, so whoever may create one may use it.
 */
export const ADMINISTRATION_ACTIONS: string[] = [
  'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations', 'kms:ListResourceTags',
  'kms:PutKeyPolicy', 'kms:UpdateKeyDescription', 'kms:TagResource', 'kms:UntagResource',
  'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias',
  'kms:EnableKey', 'kms:DisableKey', 'kms:EnableKeyRotation', 'kms:DisableKeyRotation', 'kms:RotateKeyOnDemand',
  'kms:RevokeGrant', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:ReplicateKey', 'kms:UpdatePrimaryRegion',
];

/** The use of a symmetric key. */
export const USE_ACTIONS: string[] = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

/** What a copy of an encrypted snapshot takes of the key that it is encrypted under. */
export const COPY_ACTIONS: string[] = ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext'];
