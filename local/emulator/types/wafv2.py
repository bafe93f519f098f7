"""AWS WAF."""

from __future__ import annotations

from typing import Any

from ..core import Absent, Handler, Resource, Simple


class Waf(Simple):
    """WAF's resources are addressed by name, id and scope, which is also what CloudFormation's `Ref` gives."""

    service = "wafv2"
    noun = ""

    def key(self, r: Resource) -> dict[str, str]:
        name, identity, scope = r.physical_id.split("|")
        return {"Name": name, "Id": identity, "Scope": scope}

    def create(self, r: Resource) -> str:
        values = {"Description": r.get("Description") or None, **self.values(r)}
        summary = r.make("wafv2", f"create_{self.noun}", values)["Summary"]
        r.physical_id = f"{summary['Name']}|{summary['Id']}|{r.get('Scope')}"
        return r.physical_id

    def lock(self, r: Resource) -> str:
        return r.call("wafv2", f"get_{self.noun}", **self.key(r))["LockToken"]

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "Scope")):
            return False
        r.make("wafv2", f"update_{self.noun}", **self.key(r), LockToken=self.lock(r))
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        found = r.call("wafv2", f"get_{self.noun}", **self.key(r))
        state = next(value for name, value in found.items() if isinstance(value, dict) and name != "ResponseMetadata")
        tags = r.call("wafv2", "list_tags_for_resource", ResourceARN=state["ARN"])["TagInfoForResource"]["TagList"] if r.get("Tags") else []
        return {**state, "Arn": state["ARN"], "Scope": self.key(r)["Scope"], "Tags": tags}

    def delete(self, r: Resource) -> None:
        r.call("wafv2", f"delete_{self.noun}", **self.key(r), LockToken=self.lock(r))


class WebAcl(Waf):
    type = "AWS::WAFv2::WebACL"
    noun, name = "web_acl", ("Name", 128)


class IpSet(Waf):
    type = "AWS::WAFv2::IPSet"
    noun, name = "ip_set", ("Name", 128)


class RuleGroup(Waf):
    type = "AWS::WAFv2::RuleGroup"
    noun, name = "rule_group", ("Name", 128)


class RegexPatternSet(Waf):
    type = "AWS::WAFv2::RegexPatternSet"
    noun, name = "regex_pattern_set", ("Name", 128)

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "RegularExpressionList": [{"RegexString": text} for text in r.get("RegularExpressionList")]}

    def read(self, r: Resource) -> dict[str, Any]:
        state = super().read(r)
        return {**state, "RegularExpressionList": [item["RegexString"] for item in state["RegularExpressionList"]]}


class WebAclAssociation(Handler):
    type = "AWS::WAFv2::WebACLAssociation"

    def create(self, r: Resource) -> str:
        r.make("wafv2", "associate_web_acl")
        return f"{r.get('WebACLArn')}|{r.get('ResourceArn')}"

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("ResourceArn") == old.get("ResourceArn") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        acl = r.call("wafv2", "get_web_acl_for_resource", ResourceArn=r.get("ResourceArn")).get("WebACL")
        if not acl:
            raise Absent(r.physical_id)
        return {"WebACLArn": acl["ARN"], "ResourceArn": r.get("ResourceArn")}

    def delete(self, r: Resource) -> None:
        r.call("wafv2", "disassociate_web_acl", ResourceArn=r.get("ResourceArn"))


class LoggingConfiguration(Handler):
    type = "AWS::WAFv2::LoggingConfiguration"

    def create(self, r: Resource) -> str:
        r.make("wafv2", "put_logging_configuration", {"LoggingConfiguration": r.properties})
        return r.get("ResourceArn")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("ResourceArn") == old.get("ResourceArn") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("wafv2", "get_logging_configuration", ResourceArn=r.physical_id)["LoggingConfiguration"]

    def delete(self, r: Resource) -> None:
        r.call("wafv2", "delete_logging_configuration", ResourceArn=r.physical_id)
