import { S3AccessPointPolicyNotPublic } from '../../../../../lib/checks/rules/s3/s3-access-point-policy-not-public';
import { S3BucketAccessLogged } from '../../../../../lib/checks/rules/s3/s3-bucket-access-logged';
import { S3BucketEncrypted } from '../../../../../lib/checks/rules/s3/s3-bucket-encrypted';
import { S3BucketKeyReused } from '../../../../../lib/checks/rules/s3/s3-bucket-key-reused';
import { S3BucketLifeEnds } from '../../../../../lib/checks/rules/s3/s3-bucket-life-ends';
import { S3BucketOwnerEnforced } from '../../../../../lib/checks/rules/s3/s3-bucket-owner-enforced';
import { S3BucketPolicyNotPublic } from '../../../../../lib/checks/rules/s3/s3-bucket-policy-not-public';
import { S3BucketPublicAccessBlocked } from '../../../../../lib/checks/rules/s3/s3-bucket-public-access-blocked';
import { S3BucketReplicationInsideEea } from '../../../../../lib/checks/rules/s3/s3-bucket-replication-inside-eea';
import { S3BucketReplicationWithinEnvironment } from '../../../../../lib/checks/rules/s3/s3-bucket-replication-within-environment';
import { S3BucketTlsOnly } from '../../../../../lib/checks/rules/s3/s3-bucket-tls-only';
import { S3BucketVersioned } from '../../../../../lib/checks/rules/s3/s3-bucket-versioned';
import { describeRule } from '../../../../support/rule-table';

const bucket = (properties?: object) => ({ Bucket: { Type: 'AWS::S3::Bucket', ...(properties && { Properties: properties }) } });
const open = (properties: object, more: object = {}) => ({ Parameters: { Open: { Type: 'String' } }, Resources: { ...bucket(properties), ...more } });
const conditional = (properties: object) => ({
  Parameters: { Kind: { Type: 'String' } },
  Conditions: { IsBig: { 'Fn::Equals': [{ Ref: 'Kind' }, 'big'] } },
  Resources: bucket(properties),
});
const OTHER = { Topic: { Type: 'AWS::SNS::Topic' } };
const NONE = { Ref: 'AWS::NoValue' };

describeRule(S3BucketVersioned, {
  compliant: {
    'versions are on': bucket({ VersioningConfiguration: { Status: 'Enabled' } }),
    'on in both branches of a condition': conditional({ VersioningConfiguration: { 'Fn::If': ['IsBig', { Status: 'Enabled' }, { Status: { 'Fn::Sub': 'Enabled' } }] } }),
  },
  violation: {
    'no properties at all': bucket(),
    'suspended': bucket({ VersioningConfiguration: { Status: 'Suspended' } }),
    'off in one branch of a condition': conditional({ VersioningConfiguration: { 'Fn::If': ['IsBig', { Status: 'Enabled' }, NONE] } }),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'the status is a parameter': open({ VersioningConfiguration: { Status: { Ref: 'Open' } } }) },
});

const BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
describeRule(S3BucketPublicAccessBlocked, {
  compliant: {
    'all four': bucket({ PublicAccessBlockConfiguration: BLOCKED }),
    'all four as text': bucket({ PublicAccessBlockConfiguration: Object.fromEntries(Object.keys(BLOCKED).map((key) => [key, 'true'])) }),
  },
  violation: {
    'nothing said': bucket(),
    'three of four': bucket({ PublicAccessBlockConfiguration: { ...BLOCKED, RestrictPublicBuckets: undefined } }),
    'one switched off': bucket({ PublicAccessBlockConfiguration: { ...BLOCKED, BlockPublicAcls: false } }),
    'one switched off by a condition': conditional({ PublicAccessBlockConfiguration: { ...BLOCKED, BlockPublicPolicy: { 'Fn::If': ['IsBig', true, false] } } }),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open({ PublicAccessBlockConfiguration: { ...BLOCKED, BlockPublicAcls: { Ref: 'Open' } } }) },
});

const encryption = (byDefault: object, more: object = {}) => ({ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault, ...more }] } });
const KEY = { Key: { Type: 'AWS::KMS::Key' } };
describeRule(S3BucketEncrypted, {
  compliant: {
    'a key of the template': { ...bucket(encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } })), ...KEY },
    'two layers under a key by ARN': bucket(encryption({ SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'arn:aws:kms:eu-central-1:111111111111:key/1' })),
    'a key of another template': { templates: [
      { body: bucket(encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::ImportValue': 'KeyArn' } })) },
      { body: { Resources: KEY, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'KeyArn' } } } } },
    ] },
  },
  violation: {
    'nothing said': bucket(),
    "Amazon's own key": bucket(encryption({ SSEAlgorithm: 'AES256' })),
    'KMS without a key': bucket(encryption({ SSEAlgorithm: 'aws:kms' })),
    'the managed key': bucket(encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/aws/s3' })),
    'an empty configuration': bucket({ BucketEncryption: { ServerSideEncryptionConfiguration: [] } }),
  },
  notApplicable: { 'another type': OTHER },
  unknown: {
    'the key is a parameter': open(encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Open' } })),
    'the algorithm is a parameter': open(encryption({ SSEAlgorithm: { Ref: 'Open' } })),
  },
});

describeRule(S3BucketKeyReused, {
  compliant: { 'on': bucket(encryption({ SSEAlgorithm: 'aws:kms' }, { BucketKeyEnabled: true })) },
  violation: { 'nothing said': bucket(encryption({ SSEAlgorithm: 'aws:kms' })), 'off': bucket(encryption({ SSEAlgorithm: 'aws:kms' }, { BucketKeyEnabled: 'false' })) },
  notApplicable: { "Amazon's own key": bucket(encryption({ SSEAlgorithm: 'AES256' })), 'no encryption': bucket() },
  unknown: { 'a parameter': open(encryption({ SSEAlgorithm: 'aws:kms' }, { BucketKeyEnabled: { Ref: 'Open' } })) },
});

const policy = (statement: object | object[], of: unknown = { Ref: 'Bucket' }) => ({ Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: of, PolicyDocument: { Statement: statement } } } });
const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [ARN, '/*']] };
const denial = (over: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [ARN, OBJECTS], Condition: { Bool: { 'aws:SecureTransport': 'false' } }, ...over });
describeRule(S3BucketTlsOnly, {
  compliant: {
    'denied for everybody': { ...bucket(), ...policy(denial()) },
    'denied in other words': { ...bucket(), ...policy([denial({ Principal: { AWS: ['*'] }, Action: ['*'], Resource: '*', Condition: { BoolIfExists: { 'AWS:SECURETRANSPORT': false } } })]) },
    'by Sub': { ...bucket(), ...policy(denial({ Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}' }, { 'Fn::Sub': '${Bucket.Arn}/*' }] })) },
    'bucket and objects in two statements': { ...bucket(), ...policy([denial({ Resource: ARN }), denial({ Resource: OBJECTS })]) },
    'by its name, in another template': { templates: [{ body: bucket({ BucketName: 'data' }) }, { body: policy(denial({ Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'] }), 'data') }] },
    'by import, in another template': { templates: [
      { body: { Resources: bucket(), Outputs: { Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'Name' } }, Arn: { Value: ARN, Export: { Name: 'Arn' } } } } },
      { body: policy(denial({ Resource: [{ 'Fn::ImportValue': 'Arn' }, { 'Fn::Join': ['/', [{ 'Fn::ImportValue': 'Arn' }, '*']] }] }), { 'Fn::ImportValue': 'Name' }) },
    ] },
    'beside a condition that is about something else': { ...conditional({ BucketName: { 'Fn::If': ['IsBig', 'big', NONE] } }), Resources: { ...bucket(), ...policy(denial()) } },
    'both under one condition': { ...conditional({}), Resources: { Bucket: { Type: 'AWS::S3::Bucket', Condition: 'IsBig' }, Policy: { ...policy(denial()).Policy, Condition: 'IsBig' } } },
  },
  violation: {
    'no policy': bucket(),
    'the policy of another bucket': { ...bucket(), ...policy(denial(), 'another') },
    'denied on objects only': { ...bucket(), ...policy(denial({ Resource: OBJECTS })) },
    'denied for some actions only': { ...bucket(), ...policy(denial({ Action: 's3:Get*' })) },
    'denied for one principal only': { ...bucket(), ...policy(denial({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })) },
    'denied under one more condition': { ...bucket(), ...policy(denial({ Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })) },
    'denied with TLS': { ...bucket(), ...policy(denial({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })) },
    'allowed instead of denied': { ...bucket(), ...policy(denial({ Effect: 'Allow' })) },
    'policy away under a condition': { ...conditional({}), Resources: { ...bucket(), Policy: { ...policy(denial()).Policy, Condition: 'IsBig' } } },
  },
  notApplicable: { 'another type': OTHER },
  unknown: {
    'a policy of an open bucket': open({}, policy(denial(), { Ref: 'Open' })),
    'an open policy document': open({}, { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Ref: 'Open' } } } }),
  },
});

describeRule(S3BucketPolicyNotPublic, {
  compliant: {
    'a role': policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:role/r' }, Action: 's3:GetObject', Resource: '*' }),
    'the organisation': policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    'a denial for everybody': policy(denial()),
  },
  violation: {
    'everybody': policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }),
    'everybody, among others': policy([denial(), { Effect: 'Allow', Principal: { AWS: ['111111111111', '*'] }, Action: 's3:GetObject', Resource: '*' }]),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'the principal is a parameter': open({}, policy({ Effect: 'Allow', Principal: { AWS: { Ref: 'Open' } }, Action: 's3:GetObject', Resource: '*' })) },
});

const owner = (ObjectOwnership: unknown) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });
describeRule(S3BucketOwnerEnforced, {
  compliant: { 'said': bucket(owner('BucketOwnerEnforced')), 'by default': bucket() },
  violation: { 'the writer owns': bucket(owner('ObjectWriter')), 'the owner is preferred': bucket(owner('BucketOwnerPreferred')) },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(owner({ Ref: 'Open' })) },
});

const TRAIL = (selector: object) => ({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: selector } });
describeRule(S3BucketAccessLogged, {
  compliant: {
    'an access log': bucket({ LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'x/' } }),
    'data events of all buckets': { ...bucket(), ...TRAIL({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] }) },
    'data events by an advanced selector': { ...bucket(), ...TRAIL({ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: ['AWS::S3::Object'] }] }] }) },
    'a trail of the organisation': { templates: [
      { account: '1', body: bucket() },
      { account: '2', body: TRAIL({ IsOrganizationTrail: true, EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] }) },
    ] },
  },
  violation: {
    'neither': bucket(),
    'a log into itself': bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Bucket' } } }),
    'data events of another bucket': { ...bucket(), ...TRAIL({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::other/'] }] }] }) },
    'data events in another account': { templates: [{ account: '1', body: bucket() }, { account: '2', body: TRAIL({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] }) }] },
  },
  notApplicable: { 'a bucket that services write logs into': { ...bucket(), ...policy({ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: OBJECTS }) } },
  unknown: { 'a parameter': open({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Open' } } }) },
});

const replica = (Bucket: unknown, Status = 'Enabled') => ({ ReplicationConfiguration: { Role: 'r', Rules: [{ Status, Destination: { Bucket } }] } });
describeRule(S3BucketReplicationInsideEea, {
  compliant: {
    'by the name that the accounts agreed on': bucket(replica('arn:aws:s3:::acme-production-replica-111111111111-eu-west-1')),
    'a bucket of another template': { templates: [
      { body: bucket(replica('arn:aws:s3:::copy')) }, { region: 'eu-north-1', body: { Copy: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'copy' } } } },
    ] },
  },
  violation: {
    'London by name': bucket(replica('arn:aws:s3:::acme-replica-111111111111-eu-west-2')),
    'a bucket of another template': { templates: [
      { body: bucket(replica('arn:aws:s3:::copy')) }, { region: 'us-east-1', body: { Copy: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'copy' } } } },
    ] },
    'one of two': bucket({ ReplicationConfiguration: { Rules: ['eu-west-1', 'eu-central-2'].map((region) => ({ Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::x-111111111111-${region}` } })) } }),
  },
  notApplicable: { 'no replication': bucket(), 'switched off': bucket(replica('arn:aws:s3:::x-111111111111-us-east-1', 'Disabled')) },
  unknown: { 'a parameter': open(replica({ Ref: 'Open' })), 'a name that says nothing': bucket(replica('arn:aws:s3:::somewhere')) },
});

const life = (...Rules: object[]) => ({ VersioningConfiguration: { Status: 'Enabled' }, LifecycleConfiguration: { Rules } });
const ENDS = { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, NoncurrentVersionExpiration: { NoncurrentDays: 90 } };
describeRule(S3BucketLifeEnds, {
  compliant: {
    'both in one rule': bucket(life(ENDS)),
    'in two rules, the old way': bucket(life({ Status: 'Enabled', NoncurrentVersionExpirationInDays: 30 }, { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } })),
    'no versions to remove': bucket({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] } }),
  },
  violation: {
    'no rules': bucket(),
    'switched off': bucket(life({ ...ENDS, Status: 'Disabled' })),
    'of big objects only': bucket(life({ ...ENDS, ObjectSizeGreaterThan: '1048576' })),
    'of a part only': bucket(life({ ...ENDS, Prefix: 'tmp/' })),
    'uploads only': bucket(life({ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } })),
  },
  notApplicable: { 'another type': OTHER },
  unknown: { 'a parameter': open(life({ ...ENDS, Status: { Ref: 'Open' } })) },
});

const accessPoint = (principal: unknown) => ({ Point: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: 'b', Policy: { Statement: { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: '*' } } } } });
describeRule(S3AccessPointPolicyNotPublic, {
  compliant: { 'an account': accessPoint({ AWS: '111111111111' }) },
  violation: { 'everybody': accessPoint('*') },
  notApplicable: { 'no policy': { Point: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: 'b' } } } },
  unknown: { 'a parameter': open({}, accessPoint({ AWS: { Ref: 'Open' } })) },
});

const copied = (destination: object) => ({
  accounts: { 111111111111: 'development', 222222222222: 'production', 333333333333: 'backup' },
  templates: [{ account: '111111111111', environment: 'development', body: bucket({ ReplicationConfiguration: { Rules: [{ Status: 'Enabled', Destination: destination }] } }) }],
});
describeRule(S3BucketReplicationWithinEnvironment, {
  compliant: { 'its own account': copied({ Bucket: 'arn:aws:s3:::x-111111111111-eu-west-1' }), 'the backup account': copied({ Account: '333333333333', Bucket: 'arn:aws:s3:::copy' }) },
  violation: { 'production': copied({ Account: '222222222222', Bucket: 'arn:aws:s3:::copy' }), 'production by name': copied({ Bucket: 'arn:aws:s3:::x-222222222222-eu-west-1' }) },
  notApplicable: { 'no replication': bucket() },
  unknown: { 'a bucket of nobody knows whom': copied({ Bucket: 'arn:aws:s3:::copy' }), 'a parameter': open(replica({ Ref: 'Open' })) },
});
