"""Which issue matters more: residents compare two at a time, and everyone concerned sees the order that comes of it."""

from collections.abc import Sequence
from dataclasses import replace

from actions.context import Context, action
from domain.issues.issue import AREAS, Issue
from domain.issues.priorities import (
    Choice,
    OfferedArea,
    Priorities,
    Standing,
    compared,
    ends_round,
    may_be_compared,
    pairs_left,
    priorities,
)
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area
from domain.statistics.pairs import choose_pair, strengths
from domain.territories import Level, Territory
from storage import territories
from storage.database import Connection
from storage.issues import pairs, reading


@action(Act.COMPARE_ISSUES)
async def areas(ctx: Context) -> tuple[OfferedArea, ...]:
    """The areas of the person's okrug, with what there is to compare in each."""

    def look(connection: Connection) -> tuple[OfferedArea, ...]:
        okrug = _home(connection, ctx)
        found = pairs.comparable(connection, okrug.code, None, ctx.now)
        shown = [one.roots for one in pairs.mine(connection, ctx.actor.id, okrug.code) if one.answered]
        supports = reading.supporters(connection, [one.id for one in found])
        return tuple(_offered(area, [one for one in found if one.area is area], supports, shown) for area in AREAS)

    return await ctx.read(look)


def _offered(
    area: Area, found: Sequence[Issue], supports: dict[int, int], shown: Sequence[frozenset[int]]
) -> OfferedArea:
    chosen = [one.id for one in compared(found, supports)]
    return OfferedArea(area, len(chosen), pairs_left(chosen, shown))


def _home(connection: Connection, ctx: Context) -> Territory:
    home = ctx.actor.home
    okrug = None if home is None else territories.territory(connection, home.code)
    if okrug is None:
        raise Refused("no_such_okrug")
    ctx.require(Act.COMPARE_ISSUES, place=okrug.place)
    return okrug


@action(Act.COMPARE_ISSUES)
async def go_on(ctx: Context, area: Area) -> Standing:
    """The pair that the person was left with in this area of their okrug, else the next."""

    def show(connection: Connection) -> Standing:
        okrug = _home(connection, ctx)
        return _Comparing(connection, ctx, okrug, area).go_on()

    return await ctx.write(show)


@action(Act.COMPARE_ISSUES)
async def choose(ctx: Context, first: int, second: int, chosen: int | None) -> Standing:
    """Keep which of the two before their eyes the person chose (None: they cannot say), and show what comes next.

    A pair that was answered stays as it was answered, and one of which an issue may not be compared any more is put
    away: both lead to where the person stands now.
    """

    def keep(connection: Connection) -> Standing:
        shown = pairs.choice(connection, ctx.actor.id, first, second)
        okrug = _home(connection, ctx)
        if shown is None or shown.okrug_code != okrug.code:
            raise Refused("no_such_pair")
        if chosen not in (None, first, second):
            raise Refused("old_button")
        comparing = _Comparing(connection, ctx, okrug, shown.area)
        return comparing.stand() if shown.answered else comparing.answer(shown, chosen)

    return await ctx.write(keep)


class _Comparing:
    """One person comparing the issues of one area of their okrug, in one transaction."""

    def __init__(self, connection: Connection, ctx: Context, okrug: Territory, area: Area) -> None:
        self.connection, self.ctx, self.okrug, self.area = connection, ctx, okrug, area
        found = pairs.comparable(connection, okrug.code, area, ctx.now)
        self.open = {one.id: one for one in found}
        self.issues = compared(found, reading.supporters(connection, list(self.open)))
        everything = pairs.mine(connection, ctx.actor.id, okrug.code)
        self.done = [one.roots for one in everything if one.answered]
        self.answered = sum(one.answered and one.area is area for one in everything)
        self.waiting = [one for one in everything if not one.answered and one.area is area]

    def answer(self, shown: Choice, chosen: int | None) -> Standing:
        """Keep an answer, and stand before the next pair or at the end of a round."""
        if self._seen(shown) is None:
            return self.go_on()
        person = self.ctx.actor.id
        pairs.answer(self.connection, person, shown.first, shown.second, chosen=chosen, now=self.ctx.now)
        self.waiting.remove(shown)
        self.done.append(shown.roots)
        self.answered += 1
        after = self.stand() if ends_round(self.answered) else self.go_on()
        return replace(after, chosen=self.open.get(chosen or 0), skipped=chosen is None)

    def go_on(self) -> Standing:
        """Stand before the pair that waits, or before another."""
        after, left = self.stand(), False
        for shown in self.waiting:
            if self._seen(shown) is None:
                pairs.put_away(self.connection, self.ctx.actor.id, shown.first, shown.second)
                left = True
        pair = after.pair or self._next()
        return replace(after, pair=pair, left=left)

    def stand(self) -> Standing:
        """Where the person stands; nothing is chosen or put away."""
        waiting = (self._seen(shown) for shown in self.waiting)
        pair = next((pair for pair in waiting if pair is not None), None)
        left = pairs_left([one.id for one in self.issues], self.done)
        return Standing(self.okrug, self.area, pair, self.answered, left, len(self.issues))

    def _seen(self, shown: Choice) -> tuple[Issue, Issue] | None:
        """The two issues of a pair, None when one of them may not be compared any more."""
        first, second = (self.open.get(number) for number in (shown.first, shown.second))
        if first is None or second is None:
            return None
        both = all(may_be_compared(one, self.okrug.code, self.ctx.now) for one in (first, second))
        return (first, second) if both else None

    def _next(self) -> tuple[Issue, Issue] | None:
        numbers = [one.id for one in self.issues]
        said = pairs.said(self.connection, self.okrug.code, self.area, numbers)
        seed = f"{self.ctx.actor.id}:{self.area}:{self.answered}"
        found = choose_pair(numbers, said.asked, strengths(numbers, said.wins), self.done, seed)
        if found is None:
            return None
        pair = (self.open[found[0]], self.open[found[1]])
        pairs.show(self.connection, self.ctx.actor.id, pair, self.area, self.ctx.now)
        return pair


@action(Act.READ_PRIORITIES)
async def ranking(ctx: Context, okrug_code: str | None, area: Area) -> Priorities:
    """What matters in an area of an okrug (None: the person's own), as its residents chose."""

    def look(connection: Connection) -> Priorities:
        home = ctx.actor.home
        code = okrug_code or (None if home is None else home.code)
        okrug = None if code is None else territories.territory(connection, code)
        if okrug is None or okrug.level is not Level.OKRUG:
            raise Refused("not_allowed")
        ctx.require(Act.READ_PRIORITIES, place=okrug.place)
        return priorities_of(connection, ctx, okrug, area)

    return await ctx.read(look)


def priorities_of(connection: Connection, ctx: Context, okrug: Territory, area: Area) -> Priorities:
    """The same inside a transaction that is already open."""
    found = pairs.comparable(connection, okrug.code, area, ctx.now)
    supports = reading.supporters(connection, [one.id for one in found])
    said = pairs.said(connection, okrug.code, area, [one.id for one in compared(found, supports)])
    return priorities(okrug, area, found, supports, said.wins, said.people)
