"""AWS for a test, in moto: reads a call a line from standard input, writes what came of it to standard output.

{"call": "iam:createRole", "arguments": {...}, "fakes": {...}} -> {"result": ...} or {"error": "Iam.NoSuchEntityException", "cause": ...}
{"script": "...", "handler": "...", "payload": {...}, "fakes": {...}} -> runs a script of a Systems Manager runbook against it

Every call may name an "account"; without one it is in the account that moto calls its own.
"""

import base64
import datetime
import functools
import json
import os
import sys

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="eu-central-1", AWS_EC2_METADATA_DISABLED="true")

import boto3  # noqa: E402
import botocore.client  # noqa: E402
import botocore.loaders  # noqa: E402
from botocore import xform_name  # noqa: E402
from botocore.exceptions import ClientError, ParamValidationError  # noqa: E402
from botocore.validate import ParamValidator  # noqa: E402
from moto import mock_aws  # noqa: E402

OWN = "123456789012"
# A session, and a client, cost a tenth of a second each: there is one of a kind.
LOADER = botocore.loaders.create_loader()
botocore.loaders.create_loader = lambda *_: LOADER
boto3.Session = functools.cache(boto3.Session)
make_client = functools.cache(lambda session, service, region: session_client(session, service, region_name=region))
session_client = boto3.session.Session.client
boto3.session.Session.client = lambda self, service, region_name=None, config=None: make_client(self, service, region_name)
# How Step Functions calls a service, where boto3 calls it otherwise.
SERVICES = {"sfn": "stepfunctions", "cloudwatchlogs": "logs"}
ERRORS = {"iam": "Iam", "dynamodb": "DynamoDB", "scheduler": "Scheduler", "sns": "Sns", "sfn": "Sfn"}


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return str(value)


@functools.cache
def session_for(account):
    if account in (None, OWN):
        return boto3.Session()
    keys = boto3.client("sts").assume_role(RoleArn=f"arn:aws:iam::{account}:role/test", RoleSessionName="test")["Credentials"]
    return boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


def call(message):
    service, action = message["call"].split(":")
    client = session_for(message.get("account")).client(SERVICES.get(service, service), region_name=message.get("region"))
    operation = client.meta.service_model.operation_model(action[0].upper() + action[1:])
    members = {name.lower(): name for name in operation.input_shape.members} if operation.input_shape else {}
    fake = message.get("fakes", {}).get(f"{client.meta.service_model.service_name}.{operation.name}")
    if fake is not None:
        return faked_call(fake, operation, message.get("arguments", {}))
    arguments = {members.get(name.lower(), name): value for name, value in message.get("arguments", {}).items()}
    try:
        result = getattr(client, xform_name(operation.name))(**arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        name = {"NoSuchEntity": "NoSuchEntityException", "EntityAlreadyExists": "EntityAlreadyExistsException"}.get(code, code)
        return {"error": f"{ERRORS.get(service, service)}.{name}", "cause": error.response["Error"].get("Message", "")}
    result.pop("ResponseMetadata", None)
    return {"result": result}


def moments(value):
    if isinstance(value, list):
        return [moments(one) for one in value]
    if not isinstance(value, dict):
        return value
    return datetime.datetime.fromisoformat(value["moment"]) if list(value) == ["moment"] else {name: moments(one) for name, one in value.items()}


def checked(operation, arguments):
    """A faked answer must not hide a question that AWS would not understand."""
    report = ParamValidator().validate(arguments, operation.input_shape) if operation.input_shape else None
    if report is not None and report.has_errors():
        raise ParamValidationError(report=report.generate_report())


def faked_call(fake, operation, arguments):
    checked(operation, arguments)
    if isinstance(fake, str):
        return {"error": fake, "cause": "as the test wants it"}
    return {"result": fake.pop(0) if isinstance(fake, list) and len(fake) > 1 else fake[0] if isinstance(fake, list) else fake}


def run_script(message):
    """
    Runs a handler as aws:executeScript does. `fakes` are answers of APIs that moto lacks, by `service.Operation`: one for all calls, or a
    list of one for each, the last for all that follow. Moments in them are written as {"moment": "2026-01-01T00:00:00+00:00"}.
    """
    fakes, seen = message.get("fakes", {}), []
    original = botocore.client.BaseClient._make_api_call

    def answer(self, operation, arguments):
        name = f"{self.meta.service_model.service_name}.{operation}"
        seen.append({"call": name, "arguments": arguments, "region": self.meta.region_name})
        if name not in fakes:
            return original(self, operation, arguments)
        checked(self.meta.service_model.operation_model(operation), arguments)
        answers = fakes[name]
        one = answers.pop(0) if isinstance(answers, list) and len(answers) > 1 else answers[0] if isinstance(answers, list) else answers
        if isinstance(one, str):
            raise ClientError({"Error": {"Code": one, "Message": "as the test wants it"}}, operation)
        return moments(one)

    scope = {}
    botocore.client.BaseClient._make_api_call = answer
    try:
        exec(compile(message["script"], "runbook", "exec"), scope)
        return {"result": scope[message["handler"]](message["payload"], {}), "calls": seen}
    except Exception as error:
        return {"error": type(error).__name__, "cause": str(error), "calls": seen}
    finally:
        botocore.client.BaseClient._make_api_call = original


with mock_aws():
    for line in sys.stdin:
        wish = json.loads(line)
        try:
            answered = run_script(wish) if "script" in wish else call(wish)
        except Exception as problem:
            answered = {"error": f"Bridge.{type(problem).__name__}", "cause": str(problem)}
        print(json.dumps(answered, default=plain), flush=True)
