"""The emulator as a server on the loopback interface: moto's API, the strict stack engine behind it, and the ledger."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from . import organization
from .core import Clients
from .ledger import LEDGER

SETTINGS = {
    "AWS_ACCESS_KEY_ID": "inside",
    "AWS_SECRET_ACCESS_KEY": "inside",
    "AWS_EC2_METADATA_DISABLED": "true",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_ACM_VALIDATION_WAIT": "1",
}


def admin(application: Callable[..., Iterable[bytes]], clients: Clients) -> Callable[..., Iterable[bytes]]:
    """Adds the ledger, what founds the organisation and what connects a person, under `/dtap-api/`."""
    from .apis.client_vpn import connected

    answers: dict[str, Callable[[Any], Any]] = {
        "/dtap-api/health": lambda _: {"status": "ready"},
        "/dtap-api/resources": lambda _: LEDGER.listed(),
        "/dtap-api/unheld": lambda _: LEDGER.unheld(),
        "/dtap-api/organization": lambda wish: organization.found(clients, wish),
        "/dtap-api/vpn-connection": connected,
    }

    def dispatch(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = answers.get(environ.get("PATH_INFO", ""))
        if answer is None:
            return application(environ, start_response)
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        body = json.dumps(answer(json.loads(sent or b"null")), default=str).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return dispatch


def prepare() -> Clients:
    """Loads moto with the repairs, the engine and every handler in place. Returns clients that reach it from inside."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]  # inside the server there is one endpoint: itself
    os.environ.update(SETTINGS)
    from moto.core.config import default_user_config
    from moto.core.models import botocore_stubber

    from . import apis, moto_repairs, moto_stacks, types
    from .clients import InProcessClients
    from .engine import World

    botocore_stubber.enabled = True
    default_user_config["lambda"]["use_docker"] = False  # functions are stored, never run
    types.load()
    moto_repairs.install()
    apis.install()
    clients = InProcessClients()
    moto_stacks.install(World(clients))
    return clients


def end_with_parent() -> None:
    """Ends the server when whoever started it is gone, however it went."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def serve(port: int) -> None:
    end_with_parent()
    os.environ["MOTO_PORT"] = str(port)
    clients = prepare()
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import run_simple

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = admin(DomainDispatcherApplication(create_backend_app), clients)
    run_simple("127.0.0.1", port, application, threaded=True, request_handler=MotoRequestHandler)


def main() -> None:
    serve(int(sys.argv[1]))
