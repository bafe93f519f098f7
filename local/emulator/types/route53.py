"""Amazon Route 53, its Resolver, and AWS Certificate Manager."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first


class HostedZone(Handler):
    type = "AWS::Route53::HostedZone"

    def create(self, r: Resource) -> str:
        vpcs = r.get("VPCs", [])
        values = {"HostedZoneConfig": {**r.get("HostedZoneConfig", {}), "PrivateZone": bool(vpcs)}, "Name": r.get("Name")}
        first_vpc = {"VPC": {"VPCId": vpcs[0]["VPCId"], "VPCRegion": vpcs[0]["VPCRegion"]}} if vpcs else {}
        out = r.make("route53", "create_hosted_zone", values, CallerReference=f"{r.logical_id}-{r.suffix}", **first_vpc)
        r.physical_id = out["HostedZone"]["Id"].split("/")[-1]
        for vpc in vpcs[1:]:
            r.call("route53", "associate_vpc_with_hosted_zone", HostedZoneId=r.physical_id, VPC=vpc)
        if r.get("HostedZoneTags"):
            r.call("route53", "change_tags_for_resource", ResourceType="hostedzone", ResourceId=r.physical_id, AddTags=r.get("HostedZoneTags"))
        if r.get("QueryLoggingConfig"):
            r.make("route53", "create_query_logging_config", r.get("QueryLoggingConfig"), HostedZoneId=r.physical_id)
        return r.physical_id

    def read(self, r: Resource) -> dict[str, Any]:
        found = r.call("route53", "get_hosted_zone", Id=r.physical_id)
        zone = found["HostedZone"]
        state = {**zone, "Id": r.physical_id, "HostedZoneConfig": zone.get("Config"), "VPCs": found.get("VPCs")}
        state["NameServers"] = found.get("DelegationSet", {}).get("NameServers")
        if r.get("HostedZoneTags"):
            tags = r.call("route53", "list_tags_for_resource", ResourceType="hostedzone", ResourceId=r.physical_id)
            state["HostedZoneTags"] = tags["ResourceTagSet"]["Tags"]
        if r.get("QueryLoggingConfig"):
            configs = r.call("route53", "list_query_logging_configs", HostedZoneId=r.physical_id)["QueryLoggingConfigs"]
            state["QueryLoggingConfig"] = configs[0] if configs else None
        if not r.get("Name", "").endswith("."):
            state["Name"] = zone["Name"].rstrip(".")
        return state

    def delete(self, r: Resource) -> None:
        r.call("route53", "delete_hosted_zone", Id=r.physical_id)


class RecordSet(Handler):
    type = "AWS::Route53::RecordSet"

    def zone(self, r: Resource) -> str:
        if r.get("HostedZoneId"):
            return r.get("HostedZoneId")
        zones = r.call("route53", "list_hosted_zones_by_name", DNSName=r.get("HostedZoneName"))["HostedZones"]
        return first([zone for zone in zones if zone["Name"] == r.get("HostedZoneName")])["Id"].split("/")[-1]

    def change(self, r: Resource, action: str) -> None:
        values = {key: value for key, value in r.properties.items() if key not in ("HostedZoneId", "HostedZoneName", "Comment")}
        if "ResourceRecords" in values:
            values["ResourceRecords"] = [{"Value": value} for value in values["ResourceRecords"]]
        if "AliasTarget" in values:
            values["AliasTarget"] = {"EvaluateTargetHealth": False, **values["AliasTarget"]}
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": values}]}
        r.make("route53", "change_resource_record_sets", {"ChangeBatch": batch}, HostedZoneId=self.zone(r))

    def create(self, r: Resource) -> str:
        self.change(r, "UPSERT")
        return r.get("Name")

    def update(self, r: Resource, old: Resource) -> bool:
        same = all(r.get(name) == old.get(name) for name in ("Name", "Type", "HostedZoneId", "SetIdentifier"))
        return same and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        zone = self.zone(r)
        wanted = r.get("Name").rstrip(".")
        pages = r.client("route53").get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
        records = [record for page in pages for record in page["ResourceRecordSets"]]
        same = [x for x in records if x["Name"].rstrip(".") == wanted and x["Type"] == r.get("Type")]
        record = first([x for x in same if x.get("SetIdentifier") == r.get("SetIdentifier")], r.physical_id)
        values = [item["Value"] for item in record.get("ResourceRecords", [])]
        alias = record.get("AliasTarget", {})
        dns = r.get("AliasTarget", {}).get("DNSName", "")
        if alias and alias["DNSName"].rstrip(".") == dns.rstrip("."):
            alias = {**alias, "DNSName": dns}
        return {
            **record,
            "Name": r.get("Name"),
            "HostedZoneId": zone,
            "HostedZoneName": r.call("route53", "get_hosted_zone", Id=zone)["HostedZone"]["Name"] if r.get("HostedZoneName") else None,
            "ResourceRecords": values,
            "AliasTarget": alias,
        }

    def delete(self, r: Resource) -> None:
        self.change(r, "DELETE")


class HealthCheck(Simple):
    type = "AWS::Route53::HealthCheck"
    service, make, identity = "route53", "create_health_check", "HealthCheck.Id"
    get = ("get_health_check", {"HealthCheckId": "$id"}, "HealthCheck")
    drop = ("delete_health_check", {"HealthCheckId": "$id"})

    def after(self, r: Resource) -> None:
        if r.get("HealthCheckTags"):
            r.call("route53", "change_tags_for_resource", ResourceType="healthcheck", ResourceId=r.physical_id, AddTags=r.get("HealthCheckTags"))

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        tags = r.call("route53", "list_tags_for_resource", ResourceType="healthcheck", ResourceId=r.physical_id) if r.get("HealthCheckTags") else {}
        return {**state, "HealthCheckTags": tags.get("ResourceTagSet", {}).get("Tags")}

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "CallerReference": f"{r.logical_id}-{r.suffix}"}


class QueryLoggingConfig(Simple):
    type = "AWS::Route53Resolver::ResolverQueryLoggingConfig"
    service, make, name, identity = "route53resolver", "create_resolver_query_log_config", ("Name", 64), "ResolverQueryLogConfig.Id"
    get = ("get_resolver_query_log_config", {"ResolverQueryLogConfigId": "$id"}, "ResolverQueryLogConfig")

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "CreatorRequestId": f"{r.logical_id}-{r.suffix}"}


class QueryLoggingAssociation(Simple):
    type = "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation"
    service, make, identity = "route53resolver", "associate_resolver_query_log_config", "ResolverQueryLogConfigAssociation.Id"
    get = ("get_resolver_query_log_config_association", {"ResolverQueryLogConfigAssociationId": "$id"}, "ResolverQueryLogConfigAssociation")


class ResolverEndpoint(Simple):
    type = "AWS::Route53Resolver::ResolverEndpoint"
    service, make, identity = "route53resolver", "create_resolver_endpoint", "ResolverEndpoint.Id"
    get = ("get_resolver_endpoint", {"ResolverEndpointId": "$id"}, "ResolverEndpoint")
    drop = ("delete_resolver_endpoint", {"ResolverEndpointId": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "CreatorRequestId": f"{r.logical_id}-{r.suffix}"}


class Certificate(Handler):
    """A certificate; with a hosted zone named, its validation record is written there, as CloudFormation does."""

    type = "AWS::CertificateManager::Certificate"

    def create(self, r: Resource) -> str:
        transparency = r.get("CertificateTransparencyLoggingPreference")
        values = {key: value for key, value in r.properties.items() if key != "DomainValidationOptions"}
        if transparency:
            values["Options"] = {"CertificateTransparencyLoggingPreference": transparency}
        r.physical_id = r.make("acm", "request_certificate", values)["CertificateArn"]
        self.prove(r)
        return r.physical_id

    def prove(self, r: Resource, action: str = "UPSERT") -> None:
        """Writes, or removes, the records that prove the domain is ours."""
        zones = {option["DomainName"]: option.get("HostedZoneId") for option in r.get("DomainValidationOptions", [])}
        options = r.call("acm", "describe_certificate", CertificateArn=r.physical_id)["Certificate"].get("DomainValidationOptions", [])
        for option in options:
            zone, record = zones.get(option["DomainName"]), option.get("ResourceRecord")
            if zone and record:
                change = {"Name": record["Name"], "Type": record["Type"], "TTL": 300, "ResourceRecords": [{"Value": record["Value"]}]}
                batch = {"Changes": [{"Action": action, "ResourceRecordSet": change}]}
                r.call("route53", "change_resource_record_sets", HostedZoneId=zone, ChangeBatch=batch)

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("acm", "describe_certificate", CertificateArn=r.physical_id)["Certificate"]
        options = state.get("DomainValidationOptions", [])
        methods = [option.get("ValidationMethod") for option in options]
        zones = {option["DomainName"]: self.proven(r, option) for option in options}
        return {
            **state,
            "ValidationMethod": methods[0] if methods else None,
            "CertificateTransparencyLoggingPreference": state.get("Options", {}).get("CertificateTransparencyLoggingPreference"),
            "DomainValidationOptions": [{"DomainName": name, "HostedZoneId": zone} for name, zone in zones.items()],
            "Tags": r.call("acm", "list_tags_for_certificate", CertificateArn=r.physical_id)["Tags"],
        }

    def proven(self, r: Resource, option: dict[str, Any]) -> str | None:
        """The asked zone, when the validation record is really in it."""
        asked = {item["DomainName"]: item.get("HostedZoneId") for item in r.get("DomainValidationOptions", [])}
        zone = asked.get(option["DomainName"])
        if not zone or "ResourceRecord" not in option:
            return None
        records = r.call("route53", "list_resource_record_sets", HostedZoneId=zone)["ResourceRecordSets"]
        name = option["ResourceRecord"]["Name"].rstrip(".")
        return zone if any(record["Name"].rstrip(".") == name for record in records) else None

    def delete(self, r: Resource) -> None:
        self.prove(r, "DELETE")
        r.call("acm", "delete_certificate", CertificateArn=r.physical_id)
