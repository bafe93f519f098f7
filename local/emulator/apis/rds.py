"""Amazon RDS: global clusters are seen, and left, from every region."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.rds.models import DBCluster, GlobalCluster, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from .store import ApiError, add

plain_create = RDSResponse.create_global_cluster


def everywhere(backend: RDSBackend) -> dict[str, GlobalCluster]:
    """Every global cluster of the account; moto keeps each in the region that made it."""
    return {name: one for region in rds_backends[backend.account_id].values() for name, one in region.global_clusters.items()}


def of_account(backend: RDSBackend, identifier: str) -> GlobalCluster:
    found = everywhere(backend).get(identifier)
    if found is None:
        raise ApiError("GlobalClusterNotFoundFault", f"{identifier} was not found.")
    return found


def source_of(backend: RDSBackend, arn: str | None, engine: str | None) -> DBCluster | None:
    """The cluster that a global one is made of, in whichever region it stands; moto looks in us-east-1 alone."""
    if not arn:
        return None
    if engine:
        raise ApiError("InvalidParameterCombination", "The engine of a global cluster made of a cluster is that of the cluster.")
    found = rds_backends[backend.account_id][arn.split(":")[3]].clusters.get(arn.split(":")[-1])
    if found is None:
        raise ApiError("DBClusterNotFoundFault", f"DBCluster {arn} not found.")
    return found


def remove_from_global_cluster(backend: RDSBackend, global_cluster_identifier: str, db_cluster_identifier: str) -> GlobalCluster | None:
    """moto compares the cluster with a copy of it, and finds none."""
    found = everywhere(backend).get(global_cluster_identifier)
    name = db_cluster_identifier.split(":")[-1]
    if found:
        found.members[:] = [one for one in found.members if one.db_cluster_identifier != name]
    return found


class Additions(RDSResponse):
    """The operations; `install` copies them onto moto's own class."""

    def create_global_cluster(self) -> ActionResult:
        source = source_of(self.backend, self.params.pop("SourceDBClusterIdentifier", None), self.params.get("Engine"))
        if source:
            self.params.update(Engine=source.engine, EngineVersion=source.engine_version, StorageEncrypted=source.storage_encrypted)
        answer = plain_create(self)
        cluster: GlobalCluster = answer.result["GlobalCluster"]  # type: ignore[index,assignment]
        cluster.tags = self.params.get("Tags") or []
        if source:
            source.global_cluster_identifier = cluster.global_cluster_arn
            source.is_writer = True
            cluster.members.append(source)
        return answer

    def describe_global_clusters(self) -> ActionResult:
        wanted = self.params.get("GlobalClusterIdentifier")
        found = [of_account(self.backend, wanted)] if wanted else list(everywhere(self.backend).values())
        return ActionResult({"GlobalClusters": found})

    def modify_global_cluster(self) -> ActionResult:
        wish = self.params
        cluster = of_account(self.backend, wish["GlobalClusterIdentifier"])
        cluster.deletion_protection = wish.get("DeletionProtection", cluster.deletion_protection)
        cluster.engine_version = wish.get("EngineVersion", cluster.engine_version)
        return ActionResult({"GlobalCluster": cluster})

    def delete_global_cluster(self) -> ActionResult:
        cluster = of_account(self.backend, self.params["GlobalClusterIdentifier"])
        if cluster.deletion_protection:
            raise ApiError("InvalidGlobalClusterStateFault", "A protected global cluster cannot be deleted.")
        for region in rds_backends[self.backend.account_id].values():
            if cluster.global_cluster_identifier in region.global_clusters:
                region.delete_global_cluster(cluster.global_cluster_identifier)
        return ActionResult({"GlobalCluster": cluster})


def install() -> None:
    add(Additions, RDSResponse)
    RDSBackend.remove_from_global_cluster = remove_from_global_cluster  # type: ignore[method-assign]
