"""AWS Network Firewall: policies and rule groups (moto has firewalls and their logging)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult
from moto.networkfirewall.responses import NetworkFirewallResponse

from .store import ApiError, asked, kept

#: What the answer carries beside the name, the ARN and the id.
TOLD = ("Description", "Type", "Capacity", "Tags", "EncryptionConfiguration", "SummaryConfiguration", "SourceMetadata")
BODIES = {"RuleGroup": ("RuleGroup", "FirewallRuleGroup", "IpsRuleGroup", "Rules"), "FirewallPolicy": ("FirewallPolicy",)}


def arn_of(response: Any, noun: str, wish: dict[str, Any]) -> str:
    kind = "firewall-policy" if noun == "FirewallPolicy" else f"{wish.get('Type', 'STATEFUL').lower()}-rulegroup"
    return f"arn:aws:network-firewall:{response.region}:{response.current_account}:{kind}/{wish[f'{noun}Name']}"


def found(response: Any, noun: str) -> dict[str, Any]:
    wish = asked(response)
    things = kept(response.networkfirewall_backend, noun)
    arn = wish.get(f"{noun}Arn") or (arn_of(response, noun, wish) if wish.get(f"{noun}Name") else "")
    if arn not in things:
        raise ApiError("ResourceNotFoundException", f"Resource not found: {arn}")
    return things[arn]


def answer(noun: str, thing: dict[str, Any], with_body: bool = False) -> ActionResult:
    body = {name: thing["body"][name] for name in BODIES[noun] if name in thing["body"]} if with_body else {}
    return ActionResult({"UpdateToken": thing["token"], f"{noun}Response": thing["told"], **body})


def checked(response: Any, wish: dict[str, Any]) -> None:
    """A policy may only refer to rule groups that exist, AWS's own aside."""
    policy = wish.get("FirewallPolicy", {})
    for reference in [*policy.get("StatefulRuleGroupReferences", []), *policy.get("StatelessRuleGroupReferences", [])]:
        arn = reference["ResourceArn"]
        if ":aws-managed:" not in arn and arn not in kept(response.networkfirewall_backend, "RuleGroup"):
            raise ApiError("InvalidRequestException", f"Rule group not found: {arn}")


def create(noun: str) -> Any:
    def operation(response: Any) -> ActionResult:
        wish = asked(response)
        checked(response, wish)
        arn, things = arn_of(response, noun, wish), kept(response.networkfirewall_backend, noun)
        if arn in things:
            raise ApiError("InvalidRequestException", f"{arn} already exists.")
        told = {f"{noun}Name": wish[f"{noun}Name"], f"{noun}Arn": arn, f"{noun}Id": str(uuid4()), f"{noun}Status": "ACTIVE"}
        told.update({name: wish[name] for name in TOLD if name in wish})
        things[arn] = {"told": told, "body": wish, "token": str(uuid4())}
        return answer(noun, things[arn])

    return operation


def update(noun: str) -> Any:
    def operation(response: Any) -> ActionResult:
        wish, thing = asked(response), found(response, noun)
        checked(response, wish)
        if wish["UpdateToken"] != thing["token"]:
            raise ApiError("InvalidTokenException", "The token is not the last one given.")
        thing["body"].update(wish)
        thing["told"].update({name: wish[name] for name in TOLD if name in wish})
        thing["token"] = str(uuid4())
        return answer(noun, thing)

    return operation


def delete(noun: str) -> Any:
    def operation(response: Any) -> ActionResult:
        thing = found(response, noun)
        del kept(response.networkfirewall_backend, noun)[thing["told"][f"{noun}Arn"]]
        thing["told"][f"{noun}Status"] = "DELETING"
        return ActionResult({f"{noun}Response": thing["told"]})

    return operation


def describe(noun: str) -> Any:
    return lambda response: answer(noun, found(response, noun), with_body=True)


def install() -> None:
    for noun, snake in (("RuleGroup", "rule_group"), ("FirewallPolicy", "firewall_policy")):
        for verb, make in (("create", create), ("update", update), ("delete", delete), ("describe", describe)):
            setattr(NetworkFirewallResponse, f"{verb}_{snake}", make(noun))
