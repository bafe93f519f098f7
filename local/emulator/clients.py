"""boto3 clients for one account and region: inside the server without a socket, outside of it through AssumeRole."""

from __future__ import annotations

import threading
from typing import Any

import boto3
from botocore.config import Config

CONFIG = Config(retries={"max_attempts": 1}, connect_timeout=10, read_timeout=120)
GLOBAL_ROLE = "arn:aws:iam::{account}:role/OrganizationAccountAccessRole"


class InProcessClients:
    """Calls the emulator's own backends directly. The account travels in the header the emulator reads it from."""

    def __init__(self) -> None:
        self._session = boto3.session.Session(aws_access_key_id="inside", aws_secret_access_key="inside")
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, account: str, region: str) -> Any:
        key = (service, account, region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._make(*key)
            return self._clients[key]

    def _make(self, service: str, account: str, region: str) -> Any:
        def address(request: Any, **_: Any) -> None:
            request.headers["x-moto-account-id"] = account

        client = self._session.client(service, region_name=region, config=CONFIG)
        client.meta.events.register("before-sign", address)
        return client


class RemoteClients:
    """Calls a running emulator the way any program would: over HTTP, with keys obtained for the account."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._sessions: dict[str, boto3.session.Session] = {}
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, account: str, region: str) -> Any:
        key = (service, account, region)
        with self._lock:
            if key not in self._clients:
                session = self._sessions.get(account) or self._assume(account)
                self._clients[key] = session.client(service, region_name=region, endpoint_url=self._endpoint, config=CONFIG)
            return self._clients[key]

    def _assume(self, account: str) -> boto3.session.Session:
        base = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test")
        sts = base.client("sts", region_name="us-east-1", endpoint_url=self._endpoint, config=CONFIG)
        keys = sts.assume_role(RoleArn=GLOBAL_ROLE.format(account=account), RoleSessionName="verify")["Credentials"]
        self._sessions[account] = boto3.session.Session(
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        return self._sessions[account]
