"""What grants, sessions and runbooks are made of: documents, functions, tables, state machines, schedules, events, an API, alarms."""

import json
import unittest

from families import ALLOW, CLIENTS, REGION, TAGS, TRUST, att, held_whole, ref

RUNBOOK = {
    "schemaVersion": "0.3",
    "assumeRole": "{{ AutomationAssumeRole }}",
    "parameters": {"AutomationAssumeRole": {"type": "String"}},
    "mainSteps": [{"name": "wait", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}],
}
SYSTEMS_MANAGER = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Runbook": (
        "AWS::SSM::Document",
        {
            "Name": "bar-a-person",
            "DocumentType": "Automation",
            "DocumentFormat": "JSON",
            "Content": RUNBOOK,
            "UpdateMethod": "NewVersion",
            "Tags": TAGS,
        },
    ),
    "Preferences": (
        "AWS::SSM::Document",
        {
            "Name": "SSM-SessionManagerRunShell",
            "DocumentType": "Session",
            "Content": {
                "schemaVersion": "1.0",
                "sessionType": "Standard_Stream",
                "inputs": {"idleSessionTimeout": "20", "maxSessionDuration": "480"},
            },
            "UpdateMethod": "Replace",
        },
    ),
    "Association": (
        "AWS::SSM::Association",
        {
            "Name": "AWS-GatherSoftwareInventory",
            "AssociationName": "inventory",
            "ScheduleExpression": "rate(1 day)",
            "Targets": [{"Key": "tag:role", "Values": ["bastion"]}],
            "Parameters": {"applications": ["Enabled"]},
            "ComplianceSeverity": "HIGH",
            "MaxErrors": "0",
            "MaxConcurrency": "1",
            "OutputLocation": {"S3Location": {"OutputS3BucketName": "records", "OutputS3KeyPrefix": "p"}},
        },
    ),
    "Window": (
        "AWS::SSM::MaintenanceWindow",
        {
            "Name": "patching",
            "Schedule": "cron(0 3 ? * SUN *)",
            "ScheduleTimezone": "Europe/Amsterdam",
            "Duration": 2,
            "Cutoff": 1,
            "AllowUnassociatedTargets": False,
        },
    ),
    "Target": (
        "AWS::SSM::MaintenanceWindowTarget",
        {"WindowId": ref("Window"), "ResourceType": "INSTANCE", "Targets": [{"Key": "tag:role", "Values": ["bastion"]}], "Name": "bastions"},
    ),
    "Task": (
        "AWS::SSM::MaintenanceWindowTask",
        {
            "WindowId": ref("Window"),
            "Targets": [{"Key": "WindowTargetIds", "Values": [ref("Target")]}],
            "TaskType": "RUN_COMMAND",
            "TaskArn": "AWS-RunPatchBaseline",
            "ServiceRoleArn": att("Role", "Arn"),
            "Priority": 1,
            "MaxConcurrency": "1",
            "MaxErrors": "0",
            "TaskInvocationParameters": {"MaintenanceWindowRunCommandParameters": {"Parameters": {"Operation": ["Install"]}, "TimeoutSeconds": 600}},
        },
    ),
    "Baseline": (
        "AWS::SSM::PatchBaseline",
        {
            "Name": "al2023",
            "OperatingSystem": "AMAZON_LINUX_2023",
            "Description": "security patches after three days",
            "ApprovalRules": {
                "PatchRules": [
                    {
                        "ApproveAfterDays": 3,
                        "ComplianceLevel": "CRITICAL",
                        "EnableNonSecurity": False,
                        "PatchFilterGroup": {"PatchFilters": [{"Key": "CLASSIFICATION", "Values": ["Security"]}]},
                    }
                ]
            },
            "PatchGroups": ["bastion"],
            "DefaultBaseline": True,
            "Tags": TAGS,
        },
    ),
}
CODE = {"ZipFile": "exports.handler = async () => ({ allow: false });"}
FUNCTIONS = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Letters": ("AWS::SQS::Queue", {"SqsManagedSseEnabled": True}),
    "Work": ("AWS::SQS::Queue", {"RedrivePolicy": {"deadLetterTargetArn": att("Letters", "Arn"), "maxReceiveCount": 3}}),
    "Function": (
        "AWS::Lambda::Function",
        {
            "FunctionName": "AWSClientVPN-admit",
            "Code": CODE,
            "Handler": "index.handler",
            "Runtime": "nodejs22.x",
            "Architectures": ["arm64"],
            "Role": att("Role", "Arn"),
            "MemorySize": 256,
            "Timeout": 10,
            "ReservedConcurrentExecutions": 5,
            "DeadLetterConfig": {"TargetArn": att("Letters", "Arn")},
            "TracingConfig": {"Mode": "Active"},
            "LoggingConfig": {"LogGroup": "/estate/admit", "LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"},
            "KmsKeyArn": "arn:aws:kms:eu-central-1:400000000001:key/k",
            "Environment": {"Variables": {"RANGES": "[]"}},
            "EphemeralStorage": {"Size": 512},
            "Tags": TAGS,
        },
    ),
    "Version": ("AWS::Lambda::Version", {"FunctionName": ref("Function"), "Description": "one"}),
    "Alias": ("AWS::Lambda::Alias", {"FunctionName": ref("Function"), "FunctionVersion": att("Version", "Version"), "Name": "live"}),
    "Invoke": (
        "AWS::Lambda::EventInvokeConfig",
        {
            "FunctionName": ref("Function"),
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": 1,
            "MaximumEventAgeInSeconds": 3600,
            "DestinationConfig": {"OnFailure": {"Destination": att("Letters", "Arn")}},
        },
    ),
    "Source": (
        "AWS::Lambda::EventSourceMapping",
        {
            "FunctionName": ref("Function"),
            "EventSourceArn": att("Work", "Arn"),
            "BatchSize": 1,
            "Enabled": True,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
        },
    ),
    "Permission": (
        "AWS::Lambda::Permission",
        {
            "Action": "lambda:InvokeFunction",
            "FunctionName": att("Function", "Arn"),
            "Principal": "events.amazonaws.com",
            "SourceArn": "arn:aws:events:eu-central-1:400000000001:rule/r",
            "SourceAccount": "400000000001",
        },
    ),
}
TABLE = {
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "end", "AttributeType": "N"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "GlobalSecondaryIndexes": [
        {"IndexName": "end", "KeySchema": [{"AttributeName": "end", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    ],
    "BillingMode": "PAY_PER_REQUEST",
    "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
    "TimeToLiveSpecification": {"AttributeName": "end", "Enabled": True},
}
TABLES = {
    "Key": ("AWS::KMS::Key", {"KeyPolicy": ALLOW}),
    "Table": (
        "AWS::DynamoDB::Table",
        {
            **TABLE,
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES", "ResourcePolicy": {"PolicyDocument": ALLOW}},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35},
            "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": att("Key", "Arn")},
            "DeletionProtectionEnabled": True,
            "TableClass": "STANDARD",
            "ResourcePolicy": {"PolicyDocument": ALLOW},
            "ContributorInsightsSpecification": {"Enabled": True},
            "Tags": TAGS,
        },
    ),
    "Global": (
        "AWS::DynamoDB::GlobalTable",
        {
            **TABLE,
            "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS"},
            "Replicas": [
                {
                    "Region": REGION,
                    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                    "DeletionProtectionEnabled": True,
                    "SSESpecification": {"KMSMasterKeyId": att("Key", "Arn")},
                    "Tags": TAGS,
                }
            ],
        },
    ),
}
MACHINE = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}
MACHINES = {
    "Key": ("AWS::KMS::Key", {"KeyPolicy": ALLOW}),
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Log": ("AWS::Logs::LogGroup", {"LogGroupName": "/estate/grants", "RetentionInDays": 365}),
    "Machine": (
        "AWS::StepFunctions::StateMachine",
        {
            "StateMachineType": "STANDARD",
            "DefinitionString": json.dumps(MACHINE),
            "RoleArn": att("Role", "Arn"),
            "TracingConfiguration": {"Enabled": True},
            "LoggingConfiguration": {
                "Level": "ALL",
                "IncludeExecutionData": False,
                "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": att("Log", "Arn")}}],
            },
            "EncryptionConfiguration": {"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": att("Key", "Arn"), "KmsDataKeyReusePeriodSeconds": 300},
            "Tags": TAGS,
        },
    ),
    "Activity": ("AWS::StepFunctions::Activity", {"Name": "approve", "Tags": TAGS}),
    "Letters": ("AWS::SQS::Queue", {}),
    "Group": ("AWS::Scheduler::ScheduleGroup", {"Name": "grants", "Tags": TAGS}),
    "Schedule": (
        "AWS::Scheduler::Schedule",
        {
            "GroupName": ref("Group"),
            "Description": "closes what is past its end",
            "ScheduleExpression": "rate(5 minutes)",
            "ScheduleExpressionTimezone": "Europe/Amsterdam",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "State": "ENABLED",
            "KmsKeyArn": att("Key", "Arn"),
            "Target": {
                "Arn": ref("Machine"),
                "RoleArn": att("Role", "Arn"),
                "Input": "{}",
                "DeadLetterConfig": {"Arn": att("Letters", "Arn")},
                "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600},
            },
        },
    ),
    "Bus": (
        "AWS::Events::EventBus",
        {"Name": "grants", "KmsKeyIdentifier": att("Key", "Arn"), "DeadLetterConfig": {"Arn": att("Letters", "Arn")}, "Tags": TAGS},
    ),
    "Rule": (
        "AWS::Events::Rule",
        {
            "EventBusName": ref("Bus"),
            "Description": "break-glass",
            "EventPattern": {"source": ["aws.sts"], "detail": {"eventName": ["AssumeRole"]}},
            "State": "ENABLED",
            "RoleArn": att("Role", "Arn"),
            "Targets": [
                {
                    "Id": "Machine",
                    "Arn": ref("Machine"),
                    "RoleArn": att("Role", "Arn"),
                    "DeadLetterConfig": {"Arn": att("Letters", "Arn")},
                    "RetryPolicy": {"MaximumRetryAttempts": 3},
                    "InputTransformer": {"InputPathsMap": {"who": "$.detail.userIdentity.arn"}, "InputTemplate": '{"who": <who>}'},
                }
            ],
        },
    ),
    "Connection": (
        "AWS::Events::Connection",
        {
            "AuthorizationType": "API_KEY",
            "Description": "to the pager",
            "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "key", "ApiKeyValue": "{{resolve:secretsmanager:pager}}"}},
        },
    ),
    "Destination": (
        "AWS::Events::ApiDestination",
        {
            "ConnectionArn": att("Connection", "Arn"),
            "HttpMethod": "POST",
            "InvocationEndpoint": "https://pager.example/",
            "InvocationRateLimitPerSecond": 5,
        },
    ),
    "Archive": ("AWS::Events::Archive", {"SourceArn": att("Bus", "Arn"), "RetentionDays": 365, "Description": "kept"}),
}


class Grants(unittest.TestCase):
    maxDiff = None

    def test_systems_manager(self):
        changed = {**SYSTEMS_MANAGER["Association"][1], "ScheduleExpression": "rate(2 days)"}
        runbook = {**SYSTEMS_MANAGER["Runbook"][1], "Content": {**RUNBOOK, "description": "bars a person"}}
        changes = {"Association": ("AWS::SSM::Association", changed), "Runbook": ("AWS::SSM::Document", runbook)}
        held_whole(self, "systems-manager", SYSTEMS_MANAGER, changes)

    def test_functions(self):
        changed = {**FUNCTIONS["Function"][1], "Timeout": 5, "Environment": {"Variables": {"RANGES": "[1]"}}}
        held_whole(self, "functions", FUNCTIONS, {"Function": ("AWS::Lambda::Function", changed)})

    def test_tables(self):
        held_whole(self, "tables", TABLES)

    def test_state_machines_schedules_and_events(self):
        CLIENTS.client("secretsmanager", "400000000001", REGION).create_secret(Name="pager", SecretString="s")
        changed = {**MACHINES["Machine"][1], "DefinitionString": json.dumps({**MACHINE, "Comment": "waits"})}
        held_whole(self, "machines", MACHINES, {"Machine": ("AWS::StepFunctions::StateMachine", changed)})


if __name__ == "__main__":
    unittest.main()
