"""Things that an API keeps and tells. What differs from kind to kind are names, so names are all a `Shelf` is told: the shape of every
answer is AWS's own model of the operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from moto.backends import get_backend
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model, utcnow

from .store import ApiError, asked, kept

Thing = dict[str, Any]


class Shelf:
    """The things of one kind in one service.

    `key` are the members that name a thing, its parent's first; `minted` makes the last one when the caller does not choose it; `arn` is a
    pattern over the thing's members; `body` is the member of the request that holds the settings; `check` refuses what AWS refuses;
    `region` is where a thing without a region is kept.
    """

    def __init__(
        self,
        service: str,
        kind: str,
        key: tuple[str, ...],
        *,
        arn: tuple[str, str] = ("", ""),
        minted: Callable[[], str] | None = None,
        body: str = "",
        made: Thing | None = None,
        born: str = "CreationTime",
        errors: tuple[str, str] = ("ResourceNotFoundException", "AlreadyExistsException"),
        check: Callable[[BaseResponse, Thing], Any] | None = None,
        clock: Callable[[], Any] = utcnow,
        region: str = "",
    ) -> None:
        self.service, self.kind, self.key, self.arn, self.minted = service, kind, key, arn, minted
        self.body, self.made, self.born, self.errors, self.check = body, made or {}, born, errors, check
        self.clock, self.region = clock, region

    def things(self, response: BaseResponse) -> dict[str, Thing]:
        return kept(get_backend(self.service)[response.current_account][self.region or response.region], self.kind)  # type: ignore[call-overload]

    def place(self, wish: Thing) -> str:
        return "/".join(str(wish.get(name, self.made.get(name))) for name in self.key)

    def wish(self, response: BaseResponse) -> Thing:
        """The request, its body unfolded."""
        wish = asked(response)
        body = wish.pop(self.body, None) or {}
        return {**wish, **body}

    def found(self, response: BaseResponse, wish: Thing) -> Thing:
        thing = self.things(response).get(self.place(wish))
        if thing is None:
            raise ApiError(self.errors[0], f"{self.place(wish)} was not found.")
        return thing

    def answer(self, response: BaseResponse, thing: Thing | list[Thing]) -> ActionResult:
        """The thing, or the things, wherever the operation's answer has a place for them."""
        shape = get_service_model(response.boto3_service_name).operation_model(response._get_action()).output_shape
        members = shape.members if shape else {}
        if isinstance(thing, list):
            return ActionResult({name: thing for name, member in members.items() if member.type_name == "list"})
        wrapped = {name: thing for name, member in members.items() if member.type_name == "structure" and name not in thing}
        return ActionResult({**thing, **wrapped})

    def put(self, response: BaseResponse) -> ActionResult:
        """Makes it, or makes it anew."""
        wish = {**self.made, **self.wish(response), self.born: self.clock()}
        if self.check:
            self.check(response, wish)
        if self.minted and not wish.get(self.key[-1]):
            wish[self.key[-1]] = self.minted()
        name, pattern = self.arn
        if name:
            here = {"region": response.region, "account": response.current_account, "uuid": uuid4()}
            wish[name] = pattern.format_map({**wish, **here})
        self.things(response)[self.place(wish)] = wish
        return self.answer(response, wish)

    def create(self, response: BaseResponse) -> ActionResult:
        place = self.place(self.wish(response))
        if place in self.things(response):
            raise ApiError(self.errors[1], f"{place} already exists.")
        return self.put(response)

    def get(self, response: BaseResponse) -> ActionResult:
        return self.answer(response, self.found(response, asked(response)))

    def list(self, response: BaseResponse) -> ActionResult:
        parent = {name: value for name, value in asked(response).items() if name in self.key[:-1]}
        return self.answer(response, [thing for thing in self.things(response).values() if parent.items() <= thing.items()])

    def update(self, response: BaseResponse) -> ActionResult:
        wish = self.wish(response)
        thing = self.found(response, wish)
        thing.update(wish)
        return self.answer(response, thing)

    def delete(self, response: BaseResponse) -> ActionResult:
        thing = self.found(response, asked(response))
        del self.things(response)[self.place(thing)]
        return self.answer(response, thing)

    def install(self, target: type, **operations: str) -> None:
        """Adds operations to moto's class: `create="create_framework"` and so on."""
        for verb, operation in operations.items():
            setattr(target, operation, self._operation(verb))

    def _operation(self, verb: str) -> Any:
        shelf = self

        def operation(self: BaseResponse) -> ActionResult:
            return getattr(shelf, verb)(self)

        return operation
