"""AWS Config."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first


class ConfigurationRecorder(Handler):
    type = "AWS::Config::ConfigurationRecorder"

    def create(self, r: Resource) -> str:
        name = r.name("Name", 256)
        r.make("config", "put_configuration_recorder", {"ConfigurationRecorder": {**r.properties, "name": name}})
        return name

    def update(self, r: Resource, old: Resource) -> bool:
        r.properties["Name"] = old.physical_id
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return first(r.call("config", "describe_configuration_recorders", ConfigurationRecorderNames=[r.physical_id])["ConfigurationRecorders"])

    def delete(self, r: Resource) -> None:
        r.call("config", "delete_configuration_recorder", ConfigurationRecorderName=r.physical_id)


class DeliveryChannel(Handler):
    type = "AWS::Config::DeliveryChannel"

    def create(self, r: Resource) -> str:
        name = r.name("Name", 256)
        r.make("config", "put_delivery_channel", {"DeliveryChannel": {**r.properties, "name": name}})
        return name

    def read(self, r: Resource) -> dict[str, Any]:
        return first(r.call("config", "describe_delivery_channels", DeliveryChannelNames=[r.physical_id])["DeliveryChannels"])

    def delete(self, r: Resource) -> None:
        r.call("config", "delete_delivery_channel", DeliveryChannelName=r.physical_id)


class ConfigRule(Handler):
    type = "AWS::Config::ConfigRule"

    def create(self, r: Resource) -> str:
        name = r.name("ConfigRuleName", 128)
        r.make("config", "put_config_rule", {"ConfigRule": {**r.properties, "ConfigRuleName": name}})
        return name

    def read(self, r: Resource) -> dict[str, Any]:
        return first(r.call("config", "describe_config_rules", ConfigRuleNames=[r.physical_id])["ConfigRules"])

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "ConfigRuleArn"}.get(name, name))

    def delete(self, r: Resource) -> None:
        r.call("config", "delete_config_rule", ConfigRuleName=r.physical_id)


class ConfigurationAggregator(Simple):
    type = "AWS::Config::ConfigurationAggregator"
    service, make, name, identity = "config", "put_configuration_aggregator", ("ConfigurationAggregatorName", 256), "=ConfigurationAggregatorName"
    get = ("describe_configuration_aggregators", {"ConfigurationAggregatorNames": ["$id"]}, "ConfigurationAggregators[0]")
    drop = ("delete_configuration_aggregator", {"ConfigurationAggregatorName": "$id"})


class RemediationConfiguration(Handler):
    type = "AWS::Config::RemediationConfiguration"

    def create(self, r: Resource) -> str:
        r.make("config", "put_remediation_configurations", {"RemediationConfigurations": [r.properties]})
        return r.get("ConfigRuleName")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("ConfigRuleName") == old.get("ConfigRuleName") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return first(r.call("config", "describe_remediation_configurations", ConfigRuleNames=[r.physical_id])["RemediationConfigurations"])

    def delete(self, r: Resource) -> None:
        r.call("config", "delete_remediation_configuration", ConfigRuleName=r.physical_id)


class ConformancePack(Simple):
    type = "AWS::Config::ConformancePack"
    secrets = ("TemplateBody", "TemplateS3Uri")
    service, make, name, identity = "config", "put_conformance_pack", ("ConformancePackName", 256), "=ConformancePackName"
    get = ("describe_conformance_packs", {}, "ConformancePackDetails[?ConformancePackName=='$id'] | [0]")
    drop = ("delete_conformance_pack", {"ConformancePackName": "$id"})


class OrganizationConfigRule(Simple):
    type = "AWS::Config::OrganizationConfigRule"
    service, make, name, identity = "config", "put_organization_config_rule", ("OrganizationConfigRuleName", 64), "=OrganizationConfigRuleName"
    get = ("describe_organization_config_rules", {}, "OrganizationConfigRules[?OrganizationConfigRuleName=='$id'] | [0]")
    drop = ("delete_organization_config_rule", {"OrganizationConfigRuleName": "$id"})
