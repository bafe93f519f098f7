"""Types the reference estate may not use today: each is made, read back whole, and removed."""

import unittest

from families import ALLOW, NETWORK, REGION, TAGS, TRUST, att, held_whole, ref

FAMILIES = {
    "keys-and-secrets": {
        "Key": ("AWS::KMS::Key", {"KeyPolicy": ALLOW, "EnableKeyRotation": True, "MultiRegion": True, "Description": "d", "Tags": TAGS}),
        "Alias": ("AWS::KMS::Alias", {"AliasName": "alias/data", "TargetKeyId": att("Key", "Arn")}),
        "Secret": (
            "AWS::SecretsManager::Secret",
            {
                "KmsKeyId": att("Key", "Arn"),
                "GenerateSecretString": {"SecretStringTemplate": '{"username":"u"}', "GenerateStringKey": "password", "PasswordLength": 30},
                "Tags": TAGS,
            },
        ),
        "Policy": (
            "AWS::SecretsManager::ResourcePolicy",
            {
                "SecretId": ref("Secret"),
                "ResourcePolicy": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:DeleteSecret", "Resource": "*"}],
                },
            },
        ),
        "Parameter": ("AWS::SSM::Parameter", {"Name": "/p", "Type": "String", "Value": "v", "Description": "d", "Tags": {"owner": "team"}}),
    },
    "storage": {
        "Logs": ("AWS::S3::Bucket", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}),
        "LogsPolicy": (
            "AWS::S3::BucketPolicy",
            {
                "Bucket": ref("Logs"),
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "logging.s3.amazonaws.com"},
                            "Action": "s3:PutObject",
                            "Resource": {"Fn::Sub": "arn:aws:s3:::${Logs}/*"},
                        }
                    ],
                },
            },
        ),
        "Locked": (
            "AWS::S3::Bucket",
            {
                "ObjectLockEnabled": True,
                "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 35}}},
                "VersioningConfiguration": {"Status": "Enabled"},
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"BucketKeyEnabled": True, "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/aws/s3"}}
                    ]
                },
                "LoggingConfiguration": {"DestinationBucketName": ref("Logs"), "LogFilePrefix": "locked/"},
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "Id": "a",
                            "Status": "Enabled",
                            "Prefix": "x/",
                            "ExpirationInDays": 90,
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                            "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 30}],
                        },
                        {"Id": "b", "Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
                    ]
                },
                "Tags": TAGS,
            },
        ),
    },
    "identities": {
        "Managed": ("AWS::IAM::ManagedPolicy", {"PolicyDocument": ALLOW, "Description": "d"}),
        "Role": (
            "AWS::IAM::Role",
            {
                "AssumeRolePolicyDocument": TRUST,
                "ManagedPolicyArns": [ref("Managed"), "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
                "Policies": [{"PolicyName": "in", "PolicyDocument": ALLOW}],
                "PermissionsBoundary": ref("Managed"),
                "MaxSessionDuration": 7200,
                "Tags": TAGS,
            },
        ),
        "Policy": ("AWS::IAM::Policy", {"PolicyName": "p", "PolicyDocument": ALLOW, "Roles": [ref("Role")]}),
        "Profile": ("AWS::IAM::InstanceProfile", {"Roles": [ref("Role")]}),
        "Provider": (
            "AWS::IAM::OIDCProvider",
            {"Url": "https://token.actions.githubusercontent.com", "ClientIdList": ["sts.amazonaws.com"], "ThumbprintList": ["a" * 40]},
        ),
        "Linked": ("AWS::IAM::ServiceLinkedRole", {"AWSServiceName": "ecs.amazonaws.com"}),
        "User": ("AWS::IAM::User", {}),
        "UserGroup": ("AWS::IAM::Group", {}),
    },
    "servers": {
        **NETWORK,
        "Template": (
            "AWS::EC2::LaunchTemplate",
            {
                "LaunchTemplateData": {
                    "InstanceType": "t3.micro",
                    "ImageId": "ami-12c6146b",
                    "MetadataOptions": {"HttpTokens": "required"},
                    "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": 20}}],
                }
            },
        ),
        "Fleet": (
            "AWS::AutoScaling::AutoScalingGroup",
            {
                "MinSize": "0",
                "MaxSize": "3",
                "DesiredCapacity": "0",
                "VPCZoneIdentifier": [ref("SubnetA"), ref("SubnetB")],
                "LaunchTemplate": {"LaunchTemplateId": ref("Template"), "Version": att("Template", "LatestVersionNumber")},
                "HealthCheckType": "EC2",
                "HealthCheckGracePeriod": 60,
                "Tags": [{"Key": "owner", "Value": "team", "PropagateAtLaunch": True}],
            },
        ),
        "Instance": ("AWS::EC2::Instance", {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "SubnetId": ref("SubnetA"), "Tags": TAGS}),
        "Volume": ("AWS::EC2::Volume", {"AvailabilityZone": "eu-central-1a", "Size": 10, "Encrypted": True, "VolumeType": "gp3"}),
    },
    "database": {
        **NETWORK,
        "Subnets": ("AWS::RDS::DBSubnetGroup", {"DBSubnetGroupDescription": "d", "SubnetIds": [ref("SubnetA"), ref("SubnetB")]}),
        "Parameters": ("AWS::RDS::DBParameterGroup", {"Family": "postgres16", "Description": "d", "Parameters": {"rds.force_ssl": "1"}}),
        "Secret": (
            "AWS::SecretsManager::Secret",
            {"GenerateSecretString": {"SecretStringTemplate": '{"username":"u"}', "GenerateStringKey": "password", "ExcludePunctuation": True}},
        ),
        "Database": (
            "AWS::RDS::DBInstance",
            {
                "Engine": "postgres",
                "DBInstanceClass": "db.t4g.medium",
                "AllocatedStorage": "20",
                "StorageEncrypted": True,
                "MultiAZ": True,
                "DeletionProtection": True,
                "DBSubnetGroupName": ref("Subnets"),
                "DBParameterGroupName": ref("Parameters"),
                "VPCSecurityGroups": [att("Group", "GroupId")],
                "MasterUsername": {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:username}}"},
                "MasterUserPassword": {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password}}"},
                "BackupRetentionPeriod": 14,
                "PubliclyAccessible": False,
                "EnablePerformanceInsights": True,
                "EnableCloudwatchLogsExports": ["postgresql"],
                "CopyTagsToSnapshot": True,
            },
        ),
        "Attachment": (
            "AWS::SecretsManager::SecretTargetAttachment",
            {"SecretId": ref("Secret"), "TargetId": ref("Database"), "TargetType": "AWS::RDS::DBInstance"},
        ),
        "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
        "Rotator": (
            "AWS::Lambda::Function",
            {
                "Code": {"ZipFile": "exports.handler = 1"},
                "Handler": "index.handler",
                "Runtime": "nodejs20.x",
                "Role": att("Role", "Arn"),
                "Timeout": 30,
                "Environment": {"Variables": {"A": "b"}},
            },
        ),
        "Invoke": (
            "AWS::Lambda::Permission",
            {"Action": "lambda:InvokeFunction", "FunctionName": att("Rotator", "Arn"), "Principal": "secretsmanager.amazonaws.com"},
        ),
        "Rotation": (
            "AWS::SecretsManager::RotationSchedule",
            {"SecretId": ref("Attachment"), "RotationLambdaARN": att("Rotator", "Arn"), "RotationRules": {"AutomaticallyAfterDays": 30}},
        ),
    },
    "observation": {
        "Group": ("AWS::Logs::LogGroup", {"RetentionInDays": 365, "LogGroupName": "g", "Tags": TAGS}),
        "Metric": (
            "AWS::Logs::MetricFilter",
            {
                "LogGroupName": ref("Group"),
                "FilterPattern": "ERROR",
                "MetricTransformations": [{"MetricName": "Errors", "MetricNamespace": "app", "MetricValue": "1"}],
            },
        ),
        "Topic": ("AWS::SNS::Topic", {"KmsMasterKeyId": "alias/aws/sns", "Tags": TAGS}),
        "TopicPolicy": ("AWS::SNS::TopicPolicy", {"Topics": [ref("Topic")], "PolicyDocument": ALLOW}),
        "Mail": ("AWS::SNS::Subscription", {"TopicArn": ref("Topic"), "Protocol": "email", "Endpoint": "a@example.com"}),
        "Queue": ("AWS::SQS::Queue", {"KmsMasterKeyId": "alias/aws/sqs", "MessageRetentionPeriod": 1209600, "Tags": TAGS}),
        "QueuePolicy": ("AWS::SQS::QueuePolicy", {"Queues": [ref("Queue")], "PolicyDocument": ALLOW}),
        "Alarm": (
            "AWS::CloudWatch::Alarm",
            {
                "MetricName": "Errors",
                "Namespace": "app",
                "Statistic": "Sum",
                "Period": 60,
                "EvaluationPeriods": 1,
                "Threshold": 1,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "AlarmActions": [ref("Topic")],
                "TreatMissingData": "notBreaching",
            },
        ),
        "Rule": (
            "AWS::Events::Rule",
            {"EventPattern": {"source": ["aws.guardduty"]}, "State": "ENABLED", "Targets": [{"Id": "t", "Arn": ref("Topic")}]},
        ),
        "Bus": ("AWS::Events::EventBus", {"Name": "b"}),
        "Board": ("AWS::CloudWatch::Dashboard", {"DashboardBody": '{"widgets":[]}'}),
    },
    "guards": {
        "Detector": ("AWS::GuardDuty::Detector", {"Enable": True, "FindingPublishingFrequency": "FIFTEEN_MINUTES"}),
        "Hub": ("AWS::SecurityHub::Hub", {"EnableDefaultStandards": False}),
        "Vault": (
            "AWS::Backup::BackupVault",
            {"BackupVaultName": "v", "LockConfiguration": {"MinRetentionDays": 7, "MaxRetentionDays": 365, "ChangeableForDays": 3}},
        ),
        "Plan": (
            "AWS::Backup::BackupPlan",
            {
                "BackupPlan": {
                    "BackupPlanName": "daily",
                    "BackupPlanRule": [
                        {
                            "RuleName": "r",
                            "TargetBackupVault": ref("Vault"),
                            "ScheduleExpression": "cron(0 3 * * ? *)",
                            "Lifecycle": {"DeleteAfterDays": 35},
                        }
                    ],
                }
            },
        ),
        "TrailBucket": ("AWS::S3::Bucket", {}),
        "Trail": (
            "AWS::CloudTrail::Trail",
            {
                "IsLogging": True,
                "S3BucketName": ref("TrailBucket"),
                "IsMultiRegionTrail": True,
                "EnableLogFileValidation": True,
                "IncludeGlobalServiceEvents": True,
            },
        ),
        "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
        "Recorder": (
            "AWS::Config::ConfigurationRecorder",
            {"RoleARN": att("Role", "Arn"), "RecordingGroup": {"AllSupported": True, "IncludeGlobalResourceTypes": True}},
        ),
    },
    "names": {
        **NETWORK,
        "Zone": ("AWS::Route53::HostedZone", {"Name": "inside.example", "VPCs": [{"VPCId": ref("Vpc"), "VPCRegion": REGION}]}),
        "Record": (
            "AWS::Route53::RecordSet",
            {"HostedZoneId": ref("Zone"), "Name": "db.inside.example", "Type": "CNAME", "TTL": "60", "ResourceRecords": ["db.example"]},
        ),
        "PublicZone": ("AWS::Route53::HostedZone", {"Name": "outside.example"}),
        "Certificate": (
            "AWS::CertificateManager::Certificate",
            {
                "DomainName": "outside.example",
                "SubjectAlternativeNames": ["*.outside.example"],
                "ValidationMethod": "DNS",
                "DomainValidationOptions": [{"DomainName": "outside.example", "HostedZoneId": ref("PublicZone")}],
                "KeyAlgorithm": "RSA_2048",
            },
        ),
    },
}


class Types(unittest.TestCase):
    maxDiff = None

    def test_each_is_held_whole_and_goes_again(self):
        for family, members in FAMILIES.items():
            with self.subTest(family):
                held_whole(self, family, members)


if __name__ == "__main__":
    unittest.main()
