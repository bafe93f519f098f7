"""What watches: logs and what is counted in them, alarms, and rules that mend."""

import json
import unittest

from families import ALLOW, TAGS, TRUST, att, held_whole, ref

CODE = {"ZipFile": "exports.handler = async () => ({ allow: false });"}
OBSERVED = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Topic": ("AWS::SNS::Topic", {}),
    "Function": (
        "AWS::Lambda::Function",
        {"FunctionName": "reader", "Code": CODE, "Handler": "index.handler", "Runtime": "nodejs22.x", "Role": att("Role", "Arn")},
    ),
    "Group": ("AWS::Logs::LogGroup", {"LogGroupName": "/estate/sessions", "RetentionInDays": 365, "DeletionProtectionEnabled": True}),
    "Stream": ("AWS::Logs::LogStream", {"LogGroupName": ref("Group"), "LogStreamName": "connections"}),
    "Filter": (
        "AWS::Logs::MetricFilter",
        {
            "LogGroupName": ref("Group"),
            "FilterName": "refused",
            "FilterPattern": "{ $.allow IS FALSE }",
            "MetricTransformations": [{"MetricName": "Refused", "MetricNamespace": "estate", "MetricValue": "1", "DefaultValue": 0, "Unit": "Count"}],
        },
    ),
    "Subscription": ("AWS::Logs::SubscriptionFilter", {"LogGroupName": ref("Group"), "FilterPattern": "", "DestinationArn": att("Function", "Arn")}),
    "Query": ("AWS::Logs::QueryDefinition", {"Name": "who connected", "QueryString": "fields @timestamp", "LogGroupNames": [ref("Group")]}),
    "LogPolicy": (
        "AWS::Logs::ResourcePolicy",
        {"PolicyName": "events", "PolicyDocument": json.dumps(ALLOW)},
    ),
    "Refused": (
        "AWS::CloudWatch::Alarm",
        {
            "AlarmName": "refused",
            "AlarmDescription": "more refusals than usual",
            "ActionsEnabled": True,
            "AlarmActions": [ref("Topic")],
            "OKActions": [ref("Topic")],
            "MetricName": "Refused",
            "Namespace": "estate",
            "Dimensions": [{"Name": "Environment", "Value": "production"}],
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 5,
            "DatapointsToAlarm": 3,
            "Threshold": 5,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "Tags": TAGS,
        },
    ),
    "Unusual": (
        "AWS::CloudWatch::Alarm",
        {
            "AlarmActions": [ref("Topic")],
            "EvaluationPeriods": 3,
            "ThresholdMetricId": "band",
            "ComparisonOperator": "GreaterThanUpperThreshold",
            "TreatMissingData": "missing",
            "Metrics": [
                {
                    "Id": "m",
                    "MetricStat": {"Metric": {"MetricName": "Refused", "Namespace": "estate"}, "Period": 300, "Stat": "Sum"},
                    "ReturnData": True,
                },
                {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 2)", "Label": "usual", "ReturnData": True},
            ],
        },
    ),
    "Both": (
        "AWS::CloudWatch::CompositeAlarm",
        {
            "AlarmName": "both",
            "AlarmRule": {"Fn::Sub": "ALARM(${Refused}) AND ALARM(${Unusual})"},
            "AlarmActions": [ref("Topic")],
            "AlarmDescription": "an attack",
            "ActionsEnabled": True,
            "ActionsSuppressor": ref("Refused"),
            "ActionsSuppressorWaitPeriod": 60,
            "ActionsSuppressorExtensionPeriod": 60,
            "Tags": TAGS,
        },
    ),
    "Detector": (
        "AWS::CloudWatch::AnomalyDetector",
        {
            "MetricName": "Refused",
            "Namespace": "estate",
            "Stat": "Sum",
            "Dimensions": [{"Name": "Environment", "Value": "production"}],
            "Configuration": {"MetricTimeZone": "Europe/Amsterdam"},
        },
    ),
}
CONFIGURED = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Bucket": ("AWS::S3::Bucket", {}),
    "Recorder": (
        "AWS::Config::ConfigurationRecorder",
        {
            "Name": "default",
            "RoleARN": att("Role", "Arn"),
            "RecordingGroup": {"AllSupported": True, "IncludeGlobalResourceTypes": True},
            "RecordingMode": {"RecordingFrequency": "CONTINUOUS"},
        },
    ),
    "Channel": (
        "AWS::Config::DeliveryChannel",
        {"S3BucketName": ref("Bucket"), "ConfigSnapshotDeliveryProperties": {"DeliveryFrequency": "TwentyFour_Hours"}},
    ),
    "Rule": (
        "AWS::Config::ConfigRule",
        {
            "ConfigRuleName": "keys-rotated",
            "Source": {"Owner": "AWS", "SourceIdentifier": "ACCESS_KEYS_ROTATED"},
            "InputParameters": {"maxAccessKeyAge": "90"},
            "MaximumExecutionFrequency": "TwentyFour_Hours",
        },
        "Recorder",
    ),
    "Remediation": (
        "AWS::Config::RemediationConfiguration",
        {
            "ConfigRuleName": ref("Rule"),
            "TargetId": "AWSConfigRemediation-RevokeUnusedIAMUserCredentials",
            "TargetType": "SSM_DOCUMENT",
            "Automatic": True,
            "MaximumAutomaticAttempts": 5,
            "RetryAttemptSeconds": 60,
            "Parameters": {
                "AutomationAssumeRole": {"StaticValue": {"Values": [att("Role", "Arn")]}},
                "IAMResourceId": {"ResourceValue": {"Value": "RESOURCE_ID"}},
            },
            "ExecutionControls": {"SsmControls": {"ConcurrentExecutionRatePercentage": 10, "ErrorPercentage": 10}},
        },
    ),
}


class Watching(unittest.TestCase):
    maxDiff = None

    def test_logs_metrics_and_alarms(self):
        changed = {**OBSERVED["Both"][1], "AlarmDescription": "an attack, surely"}
        held_whole(self, "observed", OBSERVED, {"Both": ("AWS::CloudWatch::CompositeAlarm", changed)})

    def test_rules_that_mend(self):
        held_whole(self, "configured", CONFIGURED)


if __name__ == "__main__":
    unittest.main()
