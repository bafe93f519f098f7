"""Services that moto does not have at all: registered where it looks for its own."""

from __future__ import annotations

import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import boto3
from moto import backend_index
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse

#: Every path: AWS's model tells which operation it is.
PATHS = ("{0}/$", "{0}/(?P<anything>.+)$")


def register(service: str, host: str, response: type[BaseResponse]) -> None:
    """Adds a service under boto3's name for it."""

    class Backend(BaseBackend):
        """One account and region."""

        @property
        def _url_module(self) -> Any:  # type: ignore[misc]
            return SimpleNamespace(url_bases=[host], url_paths={path: response.dispatch for path in PATHS})

    name = service.replace("-", "")
    module = ModuleType(f"moto.{name}")
    backends = BackendDict(Backend, service, additional_regions=boto3.Session().get_available_regions("ec2"))
    setattr(module, f"{name}_backends", backends)
    sys.modules[module.__name__] = module
    backend_index.backend_url_patterns.append((name, re.compile(host)))


def responses(service: str) -> type[BaseResponse]:
    """A class for the service's operations; shelves put them on it."""

    def start(self: BaseResponse) -> None:
        BaseResponse.__init__(self, service_name=service)
        self.automated_parameter_parsing = True

    return type(f"{service.title()}Response", (BaseResponse,), {"__init__": start})
