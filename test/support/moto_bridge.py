"""AWS for a test, in moto: reads a call a line from standard input, writes what came of it to standard output.

{"call": "iam:createRole", "arguments": {...}}            -> {"result": ...} or {"error": "Iam.NoSuchEntityException", "cause": ...}
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
from botocore.exceptions import ClientError  # noqa: E402
from moto import mock_aws  # noqa: E402

OWN = "123456789012"
# A session, and a client, cost a tenth of a second each: there is one of a kind.
LOADER = botocore.loaders.create_loader()
botocore.loaders.create_loader = lambda *_: LOADER
boto3.Session = functools.cache(boto3.Session)
make_client = functools.cache(lambda session, service, region: session_client(session, service, region_name=region))
session_client = boto3.session.Session.client
boto3.session.Session.client = lambda self, service, region_name=None: make_client(self, service, region_name)
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
    arguments = {members.get(name.lower(), name): value for name, value in message.get("arguments", {}).items()}
    try:
        result = getattr(client, xform_name(operation.name))(**arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        name = {"NoSuchEntity": "NoSuchEntityException", "EntityAlreadyExists": "EntityAlreadyExistsException"}.get(code, code)
        return {"error": f"{ERRORS.get(service, service)}.{name}", "cause": error.response["Error"].get("Message", "")}
    result.pop("ResponseMetadata", None)
    return {"result": result}


def run_script(message):
    """Runs a handler as aws:executeScript does. `fakes` are answers of APIs that moto lacks, by `service.Operation`."""
    fakes, seen = message.get("fakes", {}), []
    original = botocore.client.BaseClient._make_api_call

    def answer(self, operation, arguments):
        name = f"{self.meta.service_model.service_name}.{operation}"
        seen.append({"call": name, "arguments": arguments})
        if name not in fakes:
            return original(self, operation, arguments)
        if isinstance(fakes[name], str):
            raise ClientError({"Error": {"Code": fakes[name], "Message": "as the test wants it"}}, operation)
        return fakes[name]

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
