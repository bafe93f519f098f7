"""Reads the deployed state back through AWS's APIs, over HTTP and with keys of each account, and judges it.

`python -m emulator.verify ENDPOINT` prints one JSON document: what each stack asked for, what is really there, what is
not, and which promises are broken.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.exceptions import ClientError

from . import locks, types
from .clients import RemoteClients
from .core import HANDLERS, Absent, Resource
from .engine import BOOKKEEPING
from .promises import PROMISES

#: The stack the CDK bootstraps: not part of the estate.
TOOLKIT = "CDKToolkit"


def fetched(endpoint: str, path: str) -> Any:
    with urllib.request.urlopen(f"{endpoint}{path}", timeout=120) as answer:
        return json.loads(answer.read())


def resource(clients: RemoteClients, entry: dict[str, Any]) -> Resource:
    where = (clients, entry["account"], entry["region"], entry["stack"], entry["logicalId"], entry["type"])
    return Resource(*where, dict(entry["properties"]), entry["properties"], entry["physicalId"], entry["held"], entry["reason"])


def judged(clients: RemoteClients, entry: dict[str, Any]) -> dict[str, Any]:
    """One resource: held or not, and the properties that the API does not tell back."""
    verdict = {key: entry[key] for key in ("account", "region", "stack", "logicalId", "type", "reason")}
    if not entry["held"]:
        return {**verdict, "held": False, "without": []}
    try:
        return {**verdict, "held": True, "without": HANDLERS[entry["type"]].gaps(resource(clients, entry))}
    except (Absent, ClientError, KeyError, StopIteration) as problem:
        return {**verdict, "held": False, "without": [], "missing": f"{type(problem).__name__}: {problem}"}


def broken(verdict: dict[str, Any]) -> list[str]:
    """Promise-carrying properties that are not in the API's state."""
    promised = PROMISES.get(verdict["type"], ())
    return [path for path in verdict["without"] if re.split(r"[.\[]", path)[0] in promised]


def template_resources(clients: RemoteClients, account: str, region: str, stack: str) -> dict[str, str]:
    """Logical id -> type of everything unconditional in the template, as CloudFormation's API tells it."""
    body = clients.client("cloudformation", account, region).get_template(StackName=stack)["TemplateBody"]
    template = json.loads(body) if isinstance(body, str) else body
    resources = template["Resources"].items()
    return {key: value["Type"] for key, value in resources if value["Type"] not in BOOKKEEPING and "Condition" not in value}


def stacks_of(clients: RemoteClients, places: set[tuple[str, str]]) -> list[tuple[str, str, str]]:
    found = []
    for account, region in sorted(places):
        pages = clients.client("cloudformation", account, region).get_paginator("describe_stacks").paginate()
        for stack in (stack for page in pages for stack in page["Stacks"]):
            whole = stack["StackStatus"].endswith("_COMPLETE") and "ROLLBACK" not in stack["StackStatus"]
            if whole and stack["StackName"] != TOOLKIT:
                found.append((account, region, stack["StackName"]))
    return found


def unlisted(clients: RemoteClients, verdicts: list[dict[str, Any]]) -> list[str]:
    """Resources a template has and the emulator's record does not: never to be counted as created."""
    recorded = defaultdict(set)
    for verdict in verdicts:
        recorded[(verdict["account"], verdict["region"], verdict["stack"])].add(verdict["logicalId"])
    lost = []
    for place in stacks_of(clients, {(v["account"], v["region"]) for v in verdicts}):
        for logical_id, kind in template_resources(clients, *place).items():
            if logical_id not in recorded[place]:
                lost.append(f"{'/'.join(place)}: {kind} {logical_id} is in the template and nowhere else")
    return lost


def failures(verdicts: list[dict[str, Any]]) -> list[str]:
    found = []
    for verdict in verdicts:
        name = f"{verdict['account']}/{verdict['region']} {verdict['stack']}: {verdict['type']} {verdict['logicalId']}"
        if verdict.get("missing"):
            found.append(f"{name} is recorded as created and the API does not have it ({verdict['missing']})")
        found.extend(f"{name} lost {path}" for path in broken(verdict))
        if not verdict["held"] and not verdict.get("missing") and verdict["type"] in PROMISES:
            found.append(f"{name} must be held: {verdict['reason']}")
    return found


def report(endpoint: str) -> dict[str, Any]:
    types.load()
    clients = RemoteClients(endpoint)
    entries = [entry for entry in fetched(endpoint, "/dtap-api/resources") if entry["stack"] != TOOLKIT]
    with ThreadPoolExecutor(max_workers=4) as pool:
        verdicts = list(pool.map(lambda entry: judged(clients, entry), entries))
    stacks: dict[tuple[str, str, str], dict[str, Any]] = {}
    for verdict in verdicts:
        place = (verdict["account"], verdict["region"], verdict["stack"])
        row = stacks.setdefault(place, {"account": place[0], "region": place[1], "stack": place[2], "created": 0, "notHeld": []})
        if verdict["held"]:
            row["created"] += 1
        else:
            row["notHeld"].append(verdict["type"])
    return {
        "stacks": list(stacks.values()),
        "partial": [verdict for verdict in verdicts if verdict["without"]],
        "failures": [*failures(verdicts), *unlisted(clients, verdicts)],
        "locks": locks.report(clients, entries),
        "asserted": sum(1 for verdict in verdicts if verdict["held"] and verdict["type"] in PROMISES),
    }


def main() -> None:
    json.dump(report(sys.argv[1]), sys.stdout, default=str)


if __name__ == "__main__":
    main()
