"""What every action is given: who acts, when, on what, and how to reach the data."""

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import update_wrapper
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from actions.search import Search
from actions.surveys.forms import Forms
from domain.keys import Key
from domain.languages import Language
from domain.people import Actor
from domain.permissions import Act, Allowed, may, may_somewhere
from domain.refusals import Refused
from domain.roles import Grant, Role
from domain.territories import Place
from storage import people
from storage.database import Connection, Database, lock_person
from storage.erasures import Erasures
from storage.troubles import is_passing

__all__ = ["DECLARED", "Context", "Shared", "action", "is_passing", "meet", "with_settings"]

logger = logging.getLogger("kenes.acts")

P = ParamSpec("P")
T = TypeVar("T")
Verb: TypeAlias = Callable[Concatenate["Context", P], Coroutine[Any, Any, T]]

# What each function of `actions` does, as it declared it.
DECLARED: dict[Callable[..., Any], Act] = {}


@dataclass(frozen=True, slots=True)
class Shared:
    """What is the same for everyone as long as the program runs."""

    db: Database
    key: Key
    zone: tzinfo
    erasures: Erasures
    default_language: Language = "kk"
    admin_ids: frozenset[int] = frozenset()
    invite_days: timedelta = timedelta(days=7)
    backup_keep_days: int = 30
    drafts_keep_days: int = 90
    digest_hour: int = 18
    # Minutes before a meeting; a meeting may have its own.
    meeting_reminders: tuple[int, ...] = (7 * 1440, 1440, 180)
    # Whether the bytes of people's photos and voice are kept here too.
    keep_files: bool = False
    search: Search = field(default_factory=Search)
    forms: Forms = field(default_factory=Forms)

    @property
    def files(self) -> Path:
        """The folder of the bytes that are kept here."""
        return self.erasures.path.parent / "files"


@dataclass(frozen=True, slots=True)
class Context:
    """One act of one person at one moment; `source` names what asked for it, so that a repeat is known as one."""

    shared: Shared
    actor: Actor
    now: datetime
    source: str = field(kw_only=True)

    @property
    def db(self) -> Database:
        """Where it is remembered."""
        return self.shared.db

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.shared.zone).date()

    def require(self, act: Act, *, place: Place | None = None, owner: int | None = None) -> Allowed:
        """Under what the actor does this; raises `Refused` when they may not."""
        allowed = may(self.actor, act, place=place, owner=owner)
        if allowed is None:
            raise Refused("not_allowed" if self.actor.registered_at else "not_registered")
        return allowed

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` over one snapshot."""
        return await self.db.read(work, *args, **kw)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run `work` in one transaction that no other of this person's runs beside."""
        return await self.db.write(self._alone(lambda c: work(c, *args, **kw)))

    async def write_repeatable(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Like `write`, without waiting for the disk: after a power cut the update is handled again.

        Only for what says nothing that could come out otherwise then.
        """
        return await self.db.write_repeatable(self._alone(lambda c: work(c, *args, **kw)))

    def _alone(self, work: Callable[[Connection], T]) -> Callable[[Connection], T]:
        def alone(connection: Connection) -> T:
            lock_person(connection, self.actor.telegram_id or 0)
            return work(connection)

        return alone


async def meet(shared: Shared, telegram_id: int, now: datetime) -> Actor:
    """The person with this Telegram id; a stranger has the number 0 until they do something that is kept."""
    found = await shared.db.glance(people.actor_of_telegram, telegram_id, now)
    return with_settings(shared, found or Actor(0, telegram_id))


def with_settings(shared: Shared, actor: Actor) -> Actor:
    """The actor with the administrator's role that the settings give by Telegram id."""
    if actor.telegram_id not in shared.admin_ids:
        return actor
    return actor.with_grant(Grant(0, Role.ADMINISTRATOR))


def action(act: Act) -> Callable[[Verb[P, T]], Verb[P, T]]:
    """Declare what a function of `actions` does: who may do that nowhere at all is refused before it begins.

    Where the act has a place or an owner the function itself asks `ctx.require` for them, in the transaction that
    finds them out.
    """

    def declare(function: Verb[P, T]) -> Verb[P, T]:
        async def checked(ctx: Context, /, *args: P.args, **kw: P.kwargs) -> T:
            try:
                if not may_somewhere(ctx.actor, act):
                    raise Refused("not_allowed" if ctx.actor.registered_at else "not_registered")
                result = await function(ctx, *args, **kw)
            except Refused as refused:
                _log(act, ctx.actor, refused.reason)
                raise
            _log(act, ctx.actor, "done")
            return result

        update_wrapper(checked, function)
        DECLARED[checked] = act
        return checked

    return declare


# What leads to an answer of a survey: that a text is waited for is part of `begin`.
_UNNAMED = frozenset({Act.ANSWER_SURVEY, Act.BEGIN})


def _log(act: Act, actor: Actor, outcome: str) -> None:
    # Our own words and numbers only: there is no room for a name or a text. Who answers a survey at which moment is
    # nobody's business: it could be laid beside what the survey keeps.
    who = None if act in _UNNAMED else actor.id
    facts = {"act": act.value, "person": who, "outcome": outcome}
    logger.info("%s person=%s outcome=%s", act.value, who, outcome, extra={"facts": facts})
