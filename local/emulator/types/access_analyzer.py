"""IAM Access Analyzer."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple, tagged


class Analyzer(Simple):
    type = "AWS::AccessAnalyzer::Analyzer"
    service, make, name, identity = "accessanalyzer", "create_analyzer", ("AnalyzerName", 255), "arn"
    KINDS = {"UnusedAccessConfiguration": "unusedAccess", "InternalAccessConfiguration": "internalAccess"}
    get = ("get_analyzer", {"analyzerName": "$AnalyzerName"}, "analyzer")
    drop = ("delete_analyzer", {"analyzerName": "$AnalyzerName"})
    aliases = {"AnalyzerName": "name"}

    def filled(self, r: Resource, template: Any) -> Any:
        r.properties.setdefault("AnalyzerName", r.physical_id.split("/")[-1])
        return super().filled(r, template)

    def values(self, r: Resource) -> dict[str, Any]:
        rules = [{**rule, "Filter": as_map(rule["Filter"])} for rule in r.get("ArchiveRules", [])]
        kinds = {self.KINDS[name]: wish for name, wish in r.get("AnalyzerConfiguration", {}).items()}
        return {**super().values(r), "ArchiveRules": rules, "Tags": tagged(r), "configuration": kinds or None}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        rules = r.call("accessanalyzer", "list_archive_rules", analyzerName=state["name"])["archiveRules"] if r.get("ArchiveRules") else []
        kinds = state.get("configuration", {})
        configuration = {name: kinds.get(kind) for name, kind in self.KINDS.items()}
        return {**state, "AnalyzerConfiguration": configuration, "ArchiveRules": [{**rule, "Filter": as_list(rule["filter"])} for rule in rules]}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Arn" else super().attribute(r, name)


def as_map(filters: Any) -> dict[str, Any]:
    """CloudFormation lists criteria by property; the API has a map of them."""
    return {item["Property"]: {key: value for key, value in item.items() if key != "Property"} for item in filters}


def as_list(filters: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"Property": name, **criterion} for name, criterion in filters.items()]
