/** A template of 500 resources as a person might write it: in YAML, with short forms, and conditions that most resources use. */
export function largeTemplate(): string {
  const stores = Array.from({ length: 100 }, (_, i) => `
  Bucket${i}:
    Type: AWS::S3::Bucket
    Condition: Feature${i % 12}
    Properties:
      BucketName: !Sub '\${AWS::StackName}-bucket-${i}'
      BucketEncryption: !If
        - Feature${(i + 1) % 12}
        - ServerSideEncryptionConfiguration:
            - ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn }
        - !Ref AWS::NoValue
      Tags: [{ Key: Part, Value: '${i}' }]
  Policy${i}:
    Type: AWS::S3::BucketPolicy
    Condition: Feature${i % 12}
    Properties:
      Bucket: !Ref Bucket${i}
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Deny
            Principal: '*'
            Action: s3:*
            Resource: [!GetAtt Bucket${i}.Arn, !Sub '\${Bucket${i}.Arn}/*']
            Condition: { Bool: { aws:SecureTransport: 'false' } }
  Group${i}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Group ${i}
      SecurityGroupIngress:
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.${i}.0/24 }
        - !If [Feature${(i + 2) % 12}, { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Office }, !Ref 'AWS::NoValue']
  Role${i}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: Own
          PolicyDocument:
            Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: !Sub '\${Bucket${i}.Arn}/*' }]
  Queue${i}:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !If [Feature${(i + 3) % 12}, !Ref Key, !Ref 'AWS::NoValue']`);
  const features = Array.from({ length: 12 }, (_, i) => i);
  return `Parameters:
  Office: { Type: String }
${features.map((i) => `  With${i}: { Type: String, AllowedValues: ['yes', 'no'] }`).join('\n')}
Conditions:
${features.map((i) => `  Feature${i}: !Equals [!Ref With${i}, 'yes']`).join('\n')}
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { EnableKeyRotation: true, KeyPolicy: { Statement: [] } }${stores.join('')}
`;
}
