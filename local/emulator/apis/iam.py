"""AWS Identity and Access Management: boundaries of users, tags and encryption of SAML providers."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.responses import IamResponse

from .store import add, asked

plain_create_user = IamResponse.create_user
PROVIDER_SETTINGS = {"Tags": "tags", "AssertionEncryptionMode": "assertion_encryption_mode"}


def bound(response: IamResponse, user: Any) -> None:
    arn = asked(response).get("PermissionsBoundary")
    if arn:
        response.backend.get_policy(arn)
        user.permissions_boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}


def create_user(response: IamResponse) -> ActionResult:
    """With the boundary, which moto forgets."""
    answer = plain_create_user(response)
    bound(response, response.backend.get_user(asked(response)["UserName"]))
    return answer


class Additions(IamResponse):
    """The operations; `install` copies them onto moto's own class."""

    def put_user_permissions_boundary(self) -> EmptyResult:
        bound(self, self.backend.get_user(asked(self)["UserName"]))
        return EmptyResult()

    def delete_user_permissions_boundary(self) -> EmptyResult:
        self.backend.get_user(asked(self)["UserName"]).permissions_boundary = None  # type: ignore[attr-defined]
        return EmptyResult()


def keeping_provider(plain: Any) -> Any:
    """`plain` (create or update of a SAML provider), keeping the settings its model drops."""

    def wrapped(response: IamResponse) -> Any:
        answer = plain(response)
        provider, wish = response.backend.get_saml_provider(answer.result["SAMLProviderArn"]), asked(response)
        for parameter, attribute in PROVIDER_SETTINGS.items():
            if parameter in wish:
                setattr(provider, attribute, wish[parameter])
        return answer

    return wrapped


def install() -> None:
    add(Additions, IamResponse)
    IamResponse.create_user = create_user  # type: ignore[method-assign]
    for name in ("create_saml_provider", "update_saml_provider"):
        setattr(IamResponse, name, keeping_provider(getattr(IamResponse, name)))
