"""The API by which grants are asked for and approved."""

import unittest

from families import ALLOW, TAGS, TRUST, att, held_whole, ref

API = {
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Log": ("AWS::Logs::LogGroup", {"LogGroupName": "/estate/api"}),
    "Account": ("AWS::ApiGateway::Account", {"CloudWatchRoleArn": att("Role", "Arn")}),
    "Api": (
        "AWS::ApiGateway::RestApi",
        {
            "Name": "grants",
            "Description": "asked, approved, closed",
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            "DisableExecuteApiEndpoint": False,
            "Policy": ALLOW,
            "Tags": TAGS,
        },
    ),
    "Grant": ("AWS::ApiGateway::Resource", {"RestApiId": ref("Api"), "ParentId": att("Api", "RootResourceId"), "PathPart": "grant"}),
    "Body": (
        "AWS::ApiGateway::Model",
        {"RestApiId": ref("Api"), "ContentType": "application/json", "Schema": {"type": "object", "required": ["reason"]}, "Description": "a wish"},
    ),
    "Validator": (
        "AWS::ApiGateway::RequestValidator",
        {"RestApiId": ref("Api"), "Name": "whole", "ValidateRequestBody": True, "ValidateRequestParameters": True},
    ),
    "Post": (
        "AWS::ApiGateway::Method",
        {
            "RestApiId": ref("Api"),
            "ResourceId": ref("Grant"),
            "HttpMethod": "POST",
            "AuthorizationType": "AWS_IAM",
            "RequestValidatorId": ref("Validator"),
            "RequestModels": {"application/json": ref("Body")},
            "Integration": {
                "Type": "AWS",
                "IntegrationHttpMethod": "POST",
                "Uri": "arn:aws:apigateway:eu-central-1:states:action/StartExecution",
                "Credentials": att("Role", "Arn"),
                "PassthroughBehavior": "NEVER",
                "RequestTemplates": {"application/json": "{}"},
                "IntegrationResponses": [{"StatusCode": "200"}],
            },
            "MethodResponses": [{"StatusCode": "200"}],
        },
    ),
    "Deployment": ("AWS::ApiGateway::Deployment", {"RestApiId": ref("Api"), "Description": "first"}, "Post"),
    "Stage": (
        "AWS::ApiGateway::Stage",
        {
            "RestApiId": ref("Api"),
            "DeploymentId": ref("Deployment"),
            "StageName": "live",
            "TracingEnabled": True,
            "AccessLogSetting": {"DestinationArn": att("Log", "Arn"), "Format": "$context.requestId"},
            "MethodSettings": [
                {
                    "ResourcePath": "/*",
                    "HttpMethod": "*",
                    "LoggingLevel": "INFO",
                    "DataTraceEnabled": False,
                    "MetricsEnabled": True,
                    "ThrottlingRateLimit": 5,
                }
            ],
            "Tags": TAGS,
        },
    ),
    "Plan": (
        "AWS::ApiGateway::UsagePlan",
        {"UsagePlanName": "few", "Throttle": {"BurstLimit": 5, "RateLimit": 2}, "Quota": {"Limit": 100, "Period": "DAY"}},
    ),
}


class Gateway(unittest.TestCase):
    maxDiff = None

    def test_the_api_is_held(self):
        held_whole(self, "gateway", API)


if __name__ == "__main__":
    unittest.main()
