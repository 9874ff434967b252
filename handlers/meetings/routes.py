"""Every handler of meetings, and where a typed answer goes."""

from collections.abc import Awaitable, Callable

from domain.contents import Content
from domain.meetings import KeptFile
from domain.refusals import Refused
from handlers.meetings import agenda, attending, minutes, planning, register
from handlers.meetings import typed as planned
from handlers.meetings.common import FIELD, FILE_FIELD, asked_for, kept
from handlers.visit import Routes, Shown, Visit, joined
from screens.home import not_awaited, not_understood

TYPED: dict[str, Callable[[Visit, str], Awaitable[Shown]]] = {
    **planned.TYPED,
    attending.CODE: attending.typed_code,
    "count": attending.typed_count,
    "women": attending.typed_women,
    "m_text": minutes.typed_text,
    "m_decision": minutes.typed_decision,
    "m_action": minutes.typed_action,
}


async def typed(visit: Visit, text: str) -> Shown:
    """Something was typed for a part of a meeting."""
    what, _, _ = asked_for(visit)
    if what == planned.POINT:
        return not_awaited(visit.words)
    handler = TYPED.get(what)
    if handler is None:
        raise Refused("old_button")
    return await kept(visit, handler(visit, text))


async def sent(visit: Visit, content: Content) -> Shown:
    """A file came for a part of a meeting, or a text in its place; of an album the first file is taken."""
    return await kept(visit, _sent(visit, content))


async def _sent(visit: Visit, content: Content) -> Shown:
    what, _, _ = asked_for(visit)
    attached = content.attached
    if attached is None:
        handler = TYPED.get(what)
        return await handler(visit, content.text.strip()) if handler else not_understood(visit.words)
    if what == "import":
        return await register.filled(visit, attached)
    file = KeptFile(attached.kind, attached.file_id, attached.unique_id, attached.size)
    return await (attending.photo if what == "photo" else minutes.attached)(visit, file)


ROUTES = joined(
    planning.ROUTES,
    planned.ROUTES,
    agenda.ROUTES,
    attending.ROUTES,
    minutes.ROUTES,
    register.ROUTES,
    Routes(texts={FIELD: typed}, contents={FILE_FIELD: sent}),
)
