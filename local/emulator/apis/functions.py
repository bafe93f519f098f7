"""AWS Lambda: what becomes of events that fail; dead letters and logging of functions."""

from __future__ import annotations

from typing import Any

from moto.awslambda.responses import LambdaResponse
from moto.core.responses import BaseResponse

from .memory import Memory
from .shelf import Shelf


def checked(response: BaseResponse, wish: dict[str, Any]) -> None:
    response.backend.get_function(wish["FunctionName"])  # type: ignore[attr-defined]


INVOCATIONS = Shelf(
    "lambda",
    "invocations",
    ("FunctionName", "Qualifier"),
    arn=("FunctionArn", "arn:aws:lambda:{region}:{account}:function:{FunctionName}:{Qualifier}"),
    made={"Qualifier": "$LATEST"},
    born="LastModified",
    check=checked,
)
FUNCTIONS = Memory("lambda", "functions", "FunctionName", ("DeadLetterConfig", "LoggingConfig"))


def install() -> None:
    verbs = {"put": "put_function_event_invoke_config", "get": "get_function_event_invoke_config"}
    INVOCATIONS.install(LambdaResponse, **verbs, list="list_function_event_invoke_configs", delete="delete_function_event_invoke_config")
    FUNCTIONS.put(LambdaResponse, "create_function", "update_function_configuration")
    FUNCTIONS.tell(LambdaResponse, "get_function", "Configuration")
    FUNCTIONS.tell(LambdaResponse, "get_function_configuration")
