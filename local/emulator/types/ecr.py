"""Amazon Elastic Container Registry."""

from __future__ import annotations

from typing import Any

from ..core import Absent, Handler, Resource, Simple


class Repository(Simple):
    type = "AWS::ECR::Repository"
    instructions = ("EmptyOnDelete",)
    service, make, name, lower, identity = "ecr", "create_repository", ("RepositoryName", 256), True, "=RepositoryName"
    get = ("describe_repositories", {"repositoryNames": ["$id"]}, "repositories[0]")
    drop = ("delete_repository", {"repositoryName": "$id", "force": True})

    def after(self, r: Resource) -> None:
        repository = {"repositoryName": r.physical_id}
        lifecycle = r.get("LifecyclePolicy", {}).get("LifecyclePolicyText")
        if lifecycle:
            r.call("ecr", "put_lifecycle_policy", **repository, lifecyclePolicyText=lifecycle)
        if r.get("RepositoryPolicyText"):
            r.make("ecr", "set_repository_policy", {"policyText": r.get("RepositoryPolicyText")}, **repository)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("RepositoryName", "EncryptionConfiguration")):
            return False
        self.after(r)
        repository = {"repositoryName": r.physical_id}
        if r.get("ImageTagMutability"):
            r.call("ecr", "put_image_tag_mutability", **repository, imageTagMutability=r.get("ImageTagMutability"))
        if r.get("ImageScanningConfiguration"):
            r.make("ecr", "put_image_scanning_configuration", {"imageScanningConfiguration": r.get("ImageScanningConfiguration")}, **repository)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        repository = {"repositoryName": r.physical_id}
        if r.get("LifecyclePolicy"):
            state["LifecyclePolicy"] = r.call("ecr", "get_lifecycle_policy", **repository)
        if r.get("RepositoryPolicyText"):
            state["RepositoryPolicyText"] = r.call("ecr", "get_repository_policy", **repository)["policyText"]
        state["Tags"] = r.call("ecr", "list_tags_for_resource", resourceArn=state["repositoryArn"])["tags"]
        return state

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "repositoryArn"}.get(name, name))


class RegistryPolicy(Handler):
    type = "AWS::ECR::RegistryPolicy"

    def create(self, r: Resource) -> str:
        return r.make("ecr", "put_registry_policy")["registryId"]

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("ecr", "get_registry_policy")

    def delete(self, r: Resource) -> None:
        r.call("ecr", "delete_registry_policy")


class RegistryScanningConfiguration(Handler):
    type = "AWS::ECR::RegistryScanningConfiguration"

    def create(self, r: Resource) -> str:
        r.make("ecr", "put_registry_scanning_configuration")
        return r.account

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("ecr", "get_registry_scanning_configuration")["scanningConfiguration"]


class ReplicationConfiguration(Handler):
    type = "AWS::ECR::ReplicationConfiguration"

    def create(self, r: Resource) -> str:
        r.make("ecr", "put_replication_configuration")
        return r.account

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("ecr", "describe_registry")
        if "replicationConfiguration" not in state:
            raise Absent(r.physical_id)
        return state


class PullThroughCacheRule(Simple):
    type = "AWS::ECR::PullThroughCacheRule"
    service, make, identity = "ecr", "create_pull_through_cache_rule", "ecrRepositoryPrefix"
    get = ("describe_pull_through_cache_rules", {"ecrRepositoryPrefixes": ["$id"]}, "pullThroughCacheRules[0]")
    drop = ("delete_pull_through_cache_rule", {"ecrRepositoryPrefix": "$id"})


class RepositoryCreationTemplate(Simple):
    type = "AWS::ECR::RepositoryCreationTemplate"
    service, make, identity = "ecr", "create_repository_creation_template", "repositoryCreationTemplate.prefix"
    get = ("describe_repository_creation_templates", {"prefixes": ["$id"]}, "repositoryCreationTemplates[0]")
    drop = ("delete_repository_creation_template", {"prefix": "$id"})
