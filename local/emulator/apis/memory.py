"""Settings that moto takes and forgets: noted when they are put, told when they are asked for."""

from __future__ import annotations

import json
from typing import Any

from moto.backends import get_backend
from moto.core.responses import ActionResult, BaseResponse

from .store import asked, kept


def opened(answer: Any) -> dict[str, Any]:
    """What an operation of moto's answers, in whichever of its manners."""
    if isinstance(answer, ActionResult):
        return answer.result if isinstance(answer.result, dict) else {}
    body = answer if isinstance(answer, str) else next((part for part in answer if isinstance(part, str)), "")
    return json.loads(body) if body else {}


def closed(answer: Any, content: dict[str, Any]) -> Any:
    """The same answer with another content."""
    if isinstance(answer, ActionResult):
        return ActionResult(content)
    text = json.dumps(content)
    return text if isinstance(answer, str) else tuple(text if isinstance(part, str) else part for part in answer)


class Memory:
    """Of one kind of thing in one service: `key` names it in requests and answers, `names` are what moto forgets, `body` is the member of the request
    that holds them."""

    def __init__(self, service: str, kind: str, key: str, names: tuple[str, ...], body: str = "") -> None:
        self.service, self.kind, self.key, self.names, self.body = service, f"memory/{kind}", key, names, body

    def notes(self, response: BaseResponse) -> dict[str, dict[str, Any]]:
        return kept(get_backend(self.service)[response.current_account][response.region], self.kind)  # type: ignore[call-overload]

    def put(self, target: type, *operations: str) -> None:
        """These operations set the thing; if the caller does not name it, the answer does."""
        for name in operations:
            setattr(target, name, self._putting(getattr(target, name)))

    def _putting(self, plain: Any) -> Any:
        def operation(response: BaseResponse) -> Any:
            answer, wish = plain(response), asked(response)
            wish = wish[self.body] if self.body else wish
            which = wish.get(self.key) or opened(answer)[self.key]
            note = self.notes(response).setdefault(str(which), {})
            note.update({name: wish[name] for name in self.names if name in wish})
            return answer

        return operation

    def tell(self, target: type, operation: str, within: str = "") -> None:
        """This operation tells the thing, or a list of them, under a member of its answer."""
        plain = getattr(target, operation)

        def telling(response: BaseResponse) -> Any:
            answer, wish = plain(response), asked(response)
            content = opened(answer)
            things = content[within] if within else content
            for thing in things if isinstance(things, list) else [things]:
                thing.update(self.notes(response).get(str(thing.get(self.key) or wish.get(self.key)), {}))
            return closed(answer, content)

        setattr(target, operation, telling)
