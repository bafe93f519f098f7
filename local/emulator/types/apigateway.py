"""Amazon API Gateway (REST)."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, tagged


class OfApi(Simple):
    """What belongs to an API: its tags are a map."""

    service = "apigateway"

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "tags": tagged(r)}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "RestApiId": r.get("RestApiId")}


class RestApi(OfApi):
    type = "AWS::ApiGateway::RestApi"
    make, name, identity = "create_rest_api", ("Name", 255), "id"
    get = ("get_rest_api", {"restApiId": "$id"}, "")
    drop = ("delete_rest_api", {"restApiId": "$id"})
    aliases = {"RestApiId": "id"}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return state

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"RootResourceId": "rootResourceId"}.get(name, name))


class ApiResource(OfApi):
    type = "AWS::ApiGateway::Resource"
    make, identity = "create_resource", "id"
    get = ("get_resource", {"restApiId": "$RestApiId", "resourceId": "$id"}, "")
    drop = ("delete_resource", {"restApiId": "$RestApiId", "resourceId": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "ResourceId" else super().attribute(r, name)


class Method(Handler):
    type = "AWS::ApiGateway::Method"

    def where(self, r: Resource) -> dict[str, str]:
        return {"restApiId": r.get("RestApiId"), "resourceId": r.get("ResourceId"), "httpMethod": r.get("HttpMethod")}

    def create(self, r: Resource) -> str:
        where = self.where(r)
        r.make("apigateway", "put_method", **where)
        for answer in r.get("MethodResponses", []):
            r.make("apigateway", "put_method_response", answer, **where)
        integration = dict(r.get("Integration") or {})
        answers = integration.pop("IntegrationResponses", [])
        if integration:
            r.make(
                "apigateway",
                "put_integration",
                {**integration, "HttpMethod": None},
                **where,
                integrationHttpMethod=integration.get("IntegrationHttpMethod"),
            )
        for answer in answers:
            r.make("apigateway", "put_integration_response", answer, **where)
        return f"{where['restApiId']}|{where['resourceId']}|{where['httpMethod']}"

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("apigateway", "get_method", **self.where(r))
        integration = state.get("methodIntegration", {})
        told = {**integration, "IntegrationHttpMethod": integration.get("httpMethod")}
        told["IntegrationResponses"] = list(integration.get("integrationResponses", {}).values())
        return {
            **state,
            "RestApiId": r.get("RestApiId"),
            "ResourceId": r.get("ResourceId"),
            "Integration": told,
            "MethodResponses": list(state.get("methodResponses", {}).values()),
        }

    def delete(self, r: Resource) -> None:
        r.call("apigateway", "delete_method", **self.where(r))


class Deployment(OfApi):
    type = "AWS::ApiGateway::Deployment"
    make, identity = "create_deployment", "id"
    get = ("get_deployment", {"restApiId": "$RestApiId", "deploymentId": "$id"}, "")
    drop = ("delete_deployment", {"restApiId": "$RestApiId", "deploymentId": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "DeploymentId" else super().attribute(r, name)


class Stage(OfApi):
    """The log and the methods' settings go in as patches."""

    type = "AWS::ApiGateway::Stage"
    make, identity = "create_stage", "=StageName"
    get = ("get_stage", {"restApiId": "$RestApiId", "stageName": "$id"}, "")
    drop = ("delete_stage", {"restApiId": "$RestApiId", "stageName": "$id"})
    SETTINGS = {
        "LoggingLevel": "logging/loglevel",
        "DataTraceEnabled": "logging/dataTrace",
        "MetricsEnabled": "metrics/enabled",
        "ThrottlingBurstLimit": "throttling/burstLimit",
        "ThrottlingRateLimit": "throttling/rateLimit",
        "CachingEnabled": "caching/enabled",
        "CacheDataEncrypted": "caching/dataEncrypted",
    }

    def after(self, r: Resource) -> None:
        changes = {}
        for setting in r.get("MethodSettings", []):
            place = f"{setting.get('ResourcePath', '/*').lstrip('/').replace('/', '~1') or '~1'}/{setting.get('HttpMethod', '*')}"
            changes.update({f"/{place}/{path}": setting[name] for name, path in self.SETTINGS.items() if name in setting})
        log = r.get("AccessLogSetting", {})
        changes.update({f"/accessLogSettings/{name[0].lower()}{name[1:]}": value for name, value in log.items()})
        patches = [
            {"op": "replace", "path": path, "value": str(value).lower() if isinstance(value, bool) else str(value)} for path, value in changes.items()
        ]
        if patches:
            r.call("apigateway", "update_stage", restApiId=r.get("RestApiId"), stageName=r.physical_id, patchOperations=patches)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        settings = []
        for place, setting in state.get("methodSettings", {}).items():
            path, _, method = place.rpartition("/")
            settings.append({**setting, "HttpMethod": method, "ResourcePath": "/" + path.replace("~1", "/").lstrip("/")})
        return {**super().extra(r, state), "MethodSettings": settings, "AccessLogSetting": state.get("accessLogSettings")}


class Account(Handler):
    type = "AWS::ApiGateway::Account"

    def create(self, r: Resource) -> str:
        patch = {"op": "replace", "path": "/cloudwatchRoleArn", "value": r.get("CloudWatchRoleArn", "")}
        r.call("apigateway", "update_account", patchOperations=[patch])
        return f"{r.logical_id}-{r.suffix}"

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("apigateway", "get_account")


class Model(OfApi):
    type = "AWS::ApiGateway::Model"
    make, name, identity = "create_model", ("Name", 128), "=Name"
    get = ("get_model", {"restApiId": "$RestApiId", "modelName": "$id"}, "")
    drop = ("delete_model", {"restApiId": "$RestApiId", "modelName": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        name = r.name("Name").replace("-", "")
        r.properties["Name"] = name
        return super().values(r)


class RequestValidator(OfApi):
    type = "AWS::ApiGateway::RequestValidator"
    make, name, identity = "create_request_validator", ("Name", 128), "id"
    get = ("get_request_validator", {"restApiId": "$RestApiId", "requestValidatorId": "$id"}, "")
    drop = ("delete_request_validator", {"restApiId": "$RestApiId", "requestValidatorId": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "RequestValidatorId" else super().attribute(r, name)


class UsagePlan(OfApi):
    type = "AWS::ApiGateway::UsagePlan"
    rename = {"UsagePlanName": "name"}
    make, name, identity = "create_usage_plan", ("UsagePlanName", 255), "id"
    get = ("get_usage_plan", {"usagePlanId": "$id"}, "")
    drop = ("delete_usage_plan", {"usagePlanId": "$id"})
