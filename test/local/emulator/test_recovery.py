"""What takes over in another region: databases, keys, secrets, images, names; and what rehearses it."""

import unittest

from botocore.exceptions import ClientError
from families import ACCOUNT, ALLOW, CLIENTS, NETWORK, REGION, TAGS, TRUST, att, deployed_whole, held_whole, ref, removed

RECOVERY = "eu-west-1"
ENGINE = {"Engine": "aurora-postgresql", "EngineVersion": "16.6"}
GUARDED = {
    "StorageEncrypted": True,
    "DeletionProtection": True,
    "BackupRetentionPeriod": 14,
    "CopyTagsToSnapshot": True,
    "DBSubnetGroupName": ref("Subnets"),
    "VpcSecurityGroupIds": [att("Group", "GroupId")],
}
DATABASE = {
    **NETWORK,
    "Key": ("AWS::KMS::Key", {"KeyPolicy": ALLOW, "MultiRegion": True}),
    "Subnets": ("AWS::RDS::DBSubnetGroup", {"DBSubnetGroupDescription": "d", "SubnetIds": [ref("SubnetA"), ref("SubnetB")]}),
    "Global": (
        "AWS::RDS::GlobalCluster",
        {"GlobalClusterIdentifier": "estate", **ENGINE, "StorageEncrypted": True, "DeletionProtection": True, "Tags": TAGS},
    ),
    "Cluster": (
        "AWS::RDS::DBCluster",
        {
            **ENGINE,
            **GUARDED,
            "DBClusterIdentifier": "primary",
            "GlobalClusterIdentifier": ref("Global"),
            "KmsKeyId": att("Key", "Arn"),
            "MasterUsername": "admin",
            "MasterUserPassword": "not-a-secret-here",
            "PreferredBackupWindow": "01:00-02:00",
            "PreferredMaintenanceWindow": "sun:03:00-sun:04:00",
            "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 4},
        },
    ),
    "Topic": ("AWS::SNS::Topic", {}),
    "Events": (
        "AWS::RDS::EventSubscription",
        {
            "SnsTopicArn": ref("Topic"),
            "SourceType": "db-cluster",
            "EventCategories": ["failover", "failure"],
            "Enabled": True,
            "SourceIds": [ref("Cluster")],
        },
    ),
}
ELSEWHERE = {
    **{
        name: (kind, {**wish, **({"AvailabilityZone": RECOVERY + wish["AvailabilityZone"][-1]} if "AvailabilityZone" in wish else {})})
        for name, (kind, wish) in NETWORK.items()
    },
    "Subnets": DATABASE["Subnets"],
    "Secondary": ("AWS::RDS::DBCluster", {**ENGINE, **GUARDED, "DBClusterIdentifier": "secondary", "GlobalClusterIdentifier": "estate"}),
    "Reader": (
        "AWS::RDS::DBInstance",
        {"Engine": "aurora-postgresql", "DBClusterIdentifier": ref("Secondary"), "DBInstanceClass": "db.r6g.large", "PubliclyAccessible": False},
    ),
}
KEYS = {
    "Key": ("AWS::KMS::Key", {"KeyPolicy": ALLOW, "MultiRegion": True, "EnableKeyRotation": True}),
    "Secret": (
        "AWS::SecretsManager::Secret",
        {
            "SecretString": "s",
            "ReplicaRegions": [{"Region": RECOVERY, "KmsKeyId": "alias/acme/production/data"}],
            "KmsKeyId": att("Key", "Arn"),
            "Tags": TAGS,
        },
    ),
    "Images": (
        "AWS::ECR::ReplicationConfiguration",
        {
            "ReplicationConfiguration": {
                "Rules": [
                    {
                        "Destinations": [{"Region": RECOVERY, "RegistryId": ACCOUNT}],
                        "RepositoryFilters": [{"Filter": "estate/", "FilterType": "PREFIX_MATCH"}],
                    }
                ]
            }
        },
    ),
}
RECORD = {"HostedZoneId": ref("Zone"), "Name": "www.estate.example", "Type": "CNAME", "TTL": "60"}
NAMES = {
    "Zone": ("AWS::Route53::HostedZone", {"Name": "estate.example"}),
    "Check": (
        "AWS::Route53::HealthCheck",
        {
            "HealthCheckConfig": {
                "Type": "HTTPS",
                "FullyQualifiedDomainName": "primary.estate.example",
                "ResourcePath": "/health",
                "Port": 443,
                "RequestInterval": 10,
                "FailureThreshold": 3,
                "MeasureLatency": True,
                "EnableSNI": True,
                "Regions": ["eu-west-1", "us-east-1", "ap-northeast-1"],
            },
            "HealthCheckTags": TAGS,
        },
    ),
    "Alarmed": (
        "AWS::Route53::HealthCheck",
        {
            "HealthCheckConfig": {
                "Type": "CLOUDWATCH_METRIC",
                "AlarmIdentifier": {"Name": "lag", "Region": REGION},
                "InsufficientDataHealthStatus": "LastKnownStatus",
            }
        },
    ),
    "Either": (
        "AWS::Route53::HealthCheck",
        {"HealthCheckConfig": {"Type": "CALCULATED", "ChildHealthChecks": [ref("Check"), ref("Alarmed")], "HealthThreshold": 2}},
    ),
    "Primary": (
        "AWS::Route53::RecordSet",
        {**RECORD, "Failover": "PRIMARY", "SetIdentifier": "primary", "HealthCheckId": ref("Check"), "ResourceRecords": ["primary.estate.example"]},
    ),
    "Secondary": (
        "AWS::Route53::RecordSet",
        {**RECORD, "Failover": "SECONDARY", "SetIdentifier": "secondary", "ResourceRecords": ["secondary.estate.example"]},
    ),
}
REHEARSALS = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Log": ("AWS::Logs::LogGroup", {"LogGroupName": "/estate/rehearsals"}),
    "Experiment": (
        "AWS::FIS::ExperimentTemplate",
        {
            "Description": "the writer fails over",
            "RoleArn": att("Role", "Arn"),
            "StopConditions": [{"Source": "aws:cloudwatch:alarm", "Value": "arn:aws:cloudwatch:eu-central-1:400000000001:alarm:errors"}],
            "Targets": {"Clusters": {"ResourceType": "aws:rds:cluster", "ResourceTags": {"owner": "team"}, "SelectionMode": "ALL"}},
            "Actions": {"Failover": {"ActionId": "aws:rds:failover-db-cluster", "Targets": {"Clusters": "Clusters"}, "Description": "now"}},
            "ExperimentOptions": {"AccountTargeting": "single-account", "EmptyTargetResolutionMode": "fail"},
            "LogConfiguration": {"LogSchemaVersion": 2, "CloudWatchLogsConfiguration": {"LogGroupArn": att("Log", "Arn")}},
            "Tags": {"Name": "failover"},
        },
    ),
    "Switch": (
        "AWS::ARCRegionSwitch::Plan",
        {
            "Name": "take-over",
            "Description": "production, elsewhere",
            "ExecutionRole": att("Role", "Arn"),
            "RecoveryApproach": "activePassive",
            "RecoveryTimeObjectiveMinutes": 60,
            "Regions": [REGION, RECOVERY],
            "PrimaryRegion": REGION,
            "Workflows": [
                {
                    "WorkflowTargetAction": "activate",
                    "WorkflowTargetRegion": RECOVERY,
                    "WorkflowDescription": "there",
                    "Steps": [
                        {
                            "Name": "approve",
                            "ExecutionBlockType": "ManualApproval",
                            "ExecutionBlockConfiguration": {"ExecutionApprovalConfig": {"ApprovalRole": att("Role", "Arn"), "TimeoutMinutes": 30}},
                        }
                    ],
                }
            ],
            "Tags": {"owner": "team"},
        },
    ),
    "Share": (
        "AWS::RAM::ResourceShare",
        {
            "Name": "backups",
            "AllowExternalPrincipals": False,
            "Principals": ["400000000002"],
            "ResourceArns": ["arn:aws:ec2:eu-central-1:400000000001:transit-gateway/tgw-1"],
            "Tags": TAGS,
        },
    ),
}
BUCKETS = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Target": ("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": "Enabled"}}),
    "Source": (
        "AWS::S3::Bucket",
        {
            "VersioningConfiguration": {"Status": "Enabled"},
            "ReplicationConfiguration": {
                "Role": att("Role", "Arn"),
                "Rules": [
                    {
                        "Id": "all",
                        "Status": "Enabled",
                        "Priority": 1,
                        "Filter": {"Prefix": ""},
                        "DeleteMarkerReplication": {"Status": "Disabled"},
                        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}, "ReplicaModifications": {"Status": "Enabled"}},
                        "Destination": {
                            "Bucket": att("Target", "Arn"),
                            "Account": ACCOUNT,
                            "AccessControlTranslation": {"Owner": "Destination"},
                            "EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:aws:kms:eu-west-1:400000000001:key/k"},
                            "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
                            "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}},
                            "StorageClass": "STANDARD_IA",
                        },
                    }
                ],
            },
            "IntelligentTieringConfigurations": [],
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        },
    ),
}


class Recovery(unittest.TestCase):
    maxDiff = None

    def test_a_global_database_and_its_secondary(self):
        deployed_whole(self, "primary", DATABASE)
        deployed_whole(self, "secondary", ELSEWHERE, region=RECOVERY)
        for region in (REGION, RECOVERY):
            found = CLIENTS.client("rds", ACCOUNT, region).describe_global_clusters(GlobalClusterIdentifier="estate")["GlobalClusters"][0]
            members = {member["DBClusterArn"].split(":")[3]: member["IsWriter"] for member in found["GlobalClusterMembers"]}
            self.assertEqual(members, {REGION: True, RECOVERY: False})
        removed(self, "secondary", region=RECOVERY)
        removed(self, "primary")

    def test_keys_secrets_and_images(self):
        held_whole(self, "keys", KEYS)

    def test_a_replica_of_a_key(self):
        key = CLIENTS.client("kms", ACCOUNT, REGION).create_key(MultiRegion=True)["KeyMetadata"]["Arn"]
        wish = {"PrimaryKeyArn": key, "KeyPolicy": ALLOW, "Description": "there", "Enabled": True, "PendingWindowInDays": 30, "Tags": TAGS}
        changed = {"Replica": ("AWS::KMS::ReplicaKey", {**wish, "Description": "over there"})}
        held_whole(self, "replica", {"Replica": ("AWS::KMS::ReplicaKey", wish)}, changed, region=RECOVERY)

    def test_names_that_fail_over(self):
        held_whole(self, "failover", NAMES)

    def test_experiments_plans_and_shares(self):
        changed = {**REHEARSALS["Switch"][1], "RecoveryTimeObjectiveMinutes": 45}
        held_whole(self, "rehearsals", REHEARSALS, {"Switch": ("AWS::ARCRegionSwitch::Plan", changed)})

    def test_buckets_that_replicate(self):
        held_whole(self, "buckets", BUCKETS)

    def test_a_plan_is_between_two_regions(self):
        api = CLIENTS.client("arc-region-switch", ACCOUNT, REGION)
        wish = {"name": "p", "executionRole": "arn:aws:iam::400000000001:role/r", "recoveryApproach": "activePassive", "workflows": []}
        for regions, message in (([REGION, REGION], "between two Regions"), ([REGION, RECOVERY], "the primary one")):
            with self.assertRaisesRegex(ClientError, message):
                api.create_plan(**wish, regions=regions)


if __name__ == "__main__":
    unittest.main()
